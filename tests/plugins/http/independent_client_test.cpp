// The source against clients that others wrote: curl and Python's http.client.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/plugins/http/listening.hpp"

using namespace crossdock::http::testing;

namespace {

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
    std::string output;
    std::array<char, 4096> piece{};
    while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), pipe.get()))
        output.append(piece.data(), size);
    return output;
}

bool has(const std::string& program) { return !output_of("command -v " + program).empty(); }

}  // namespace

TEST_CASE("curl posts a small order and a body that it asks leave for") {
    if (!has("curl")) {
        WARN("curl is not installed: this test shows nothing");
        return;
    }
    Listening shop;
    shop.begin();
    const auto curl = [&](const std::string& arguments) {
        const std::string command = fmt::format(
            "curl -s -m 10 -o /dev/null -w '%{{http_code}}' -H 'X-Api-Key: secret' {} "
            "http://127.0.0.1:{}/orders",
            arguments, shop.port());
        return shop.beside([command] { return output_of(command); });
    };
    CHECK(curl("-d '{\"number\":1}' -H 'Content-Type: application/json'") == "202");
    CHECK(curl("-d '{\"number\":' -H 'Content-Type: application/json'") == "400");
    CHECK(curl("-T - -X POST < /etc/passwd") == "202");
    const auto large = std::filesystem::temp_directory_path() / fmt::format("crossdock-curl-{}", shop.port());
    std::ofstream(large) << std::string(900'000, 'x');
    CHECK(curl("-H 'Expect: 100-continue' --data-binary @" + large.string()) == "202");
    std::ofstream(large) << std::string(5'000'000, 'x');
    CHECK(curl("--data-binary @" + large.string()) == "413");
    std::filesystem::remove(large);
    CHECK(shop.messages().back().payload.size() == 900'000);
}

TEST_CASE("Python's http.client keeps its connection over many orders") {
    if (!has("python3")) {
        WARN("python3 is not installed: this test shows nothing");
        return;
    }
    Listening shop;
    shop.begin();
    const std::string command = fmt::format(
        "python3 -c \""
        "import http.client, json\n"
        "c = http.client.HTTPConnection('127.0.0.1', {}, timeout=10)\n"
        "ids = set()\n"
        "for n in range(50):\n"
        "    c.request('POST', '/orders', json.dumps(dict(number=n)), "
        "{{'Authorization': 'Bearer secret', 'Content-Type': 'application/json'}})\n"
        "    r = c.getresponse()\n"
        "    assert r.status == 202, r.status\n"
        "    ids.add(json.loads(r.read())['id'])\n"
        "print(len(ids), c.sock is not None)\n"
        "\"",
        shop.port());
    CHECK(shop.beside([command] { return output_of(command); }) == "50 True\n");
    std::set<std::string> origins;
    for (const auto& message : shop.messages()) origins.insert(message.origin);
    CHECK(origins.size() == 1);
}
