// The control endpoint while its host stops.
#include <catch2/catch.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <chrono>
#include <future>
#include <zmq.hpp>
#include <zmq_addon.hpp>

#include "host/commands/control.hpp"
#include "tests/temporary_folder.hpp"

using namespace crossdock;
using namespace crossdock::commands;
using namespace std::chrono_literals;

namespace {

// Soon: far below the two minutes that a client waits for a host that is there.
constexpr auto soon = 20s;

std::future<Result<std::string>> ask(const std::filesystem::path& socket, const std::string& command) {
    return std::async(std::launch::async, [=] { return ask_host(socket, {command, "7", "", "ops", "test"}); });
}

}  // namespace

TEST_CASE("requests are answered with the handler's text or error") {
    const TemporaryFolder folder;
    const auto socket = folder.path() / "control";
    const auto server = ControlServer::listen(socket, [](const ControlRequest& request) -> Result<std::string> {
        if (request.command == "status") return "about " + request.argument;
        return Error{"test.unknown", ErrorClass::permanent, "there is status"};
    });
    REQUIRE(server.ok());
    CHECK(*ask(socket, "status").get() == "about 7");
    CHECK(ask(socket, "else").get().error().code == "test.unknown");
    CHECK(ask(folder.path() / "elsewhere", "status").get().error().code == "control.no-host");
}

#if defined(BOOST_ASIO_HAS_LOCAL_SOCKETS)
TEST_CASE("where only the socket of a host that was killed is left, no host runs") {
    const TemporaryFolder folder;
    const auto socket = folder.path() / "control";
    boost::asio::io_context context;
    boost::asio::local::stream_protocol::acceptor(context, socket.string()).close();
    REQUIRE(std::filesystem::exists(socket));
    CHECK(ask(socket, "status").get().error().code == "control.no-host");
}
#endif

TEST_CASE("a request that is being handled when the host stops is answered") {
    const TemporaryFolder folder;
    const auto socket = folder.path() / "control";
    std::promise<void> begun;
    std::promise<void> go_on;
    auto server = ControlServer::listen(socket, [&](const ControlRequest&) -> Result<std::string> {
        begun.set_value();
        go_on.get_future().wait();
        return std::string("done");
    });
    REQUIRE(server.ok());
    auto answer = ask(socket, "resend");
    REQUIRE(begun.get_future().wait_for(soon) == std::future_status::ready);
    auto stopped = std::async(std::launch::async, [&] { server->reset(); });
    std::this_thread::sleep_for(50ms);
    go_on.set_value();
    REQUIRE(answer.wait_for(soon) == std::future_status::ready);
    const auto got = answer.get();
    INFO((got.ok() ? "" : describe(got.error())));
    CHECK(got.ok());
    CHECK(stopped.wait_for(soon) == std::future_status::ready);
}

TEST_CASE("a request that waits for its turn when the host stops is told that the host ended") {
    const TemporaryFolder folder;
    const auto socket = folder.path() / "control";
    zmq::context_t context;
    zmq::socket_t host{context, zmq::socket_type::rep};
    host.set(zmq::sockopt::linger, 0);
    host.bind("ipc://" + socket.string());
    auto answer = ask(socket, "resend");
    std::vector<zmq::message_t> request;
    REQUIRE(zmq::recv_multipart(host, std::back_inserter(request)));
    host.close();
    REQUIRE(answer.wait_for(soon) == std::future_status::ready);
    CHECK(answer.get().error().code == "control.no-answer");
}
