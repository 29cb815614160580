// The labels sink under the SDK's fake host. No test framework is needed; use the one you like.
#include <crossdock/testing/testing.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "labels.hpp"

namespace {

using namespace crossdock::sdk::testing;

int failures = 0;

void check(bool condition, const char* sentence) {
    std::printf("%s  %s\n", condition ? "ok    " : "FAILED", sentence);
    failures += condition ? 0 : 1;
}

std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

const Delivery order{
    R"({"number":"PO-4711","shipTo":{"name":"N\u00f6rth ^ Wind","city":"Bremen"},"lines":[{"sku":1}]})"};

void writes_labels(const std::filesystem::path& folder) {
    FakeHost host;
    host.config.set("folder", folder.string());
    host.config.set("copies", "3");
    auto adapter = FakeAdapter::of<example::Labels>(host);
    check(adapter.begin().ok(), "it starts");

    const Outcome outcome = adapter.deliver(order);
    check(outcome.ok() && outcome.reference == "PO-4711.zpl", "a delivery answers the file's name");
    const std::string label = content(folder / "PO-4711.zpl");
    check(label.find("^FDN\xC3\xB6rth _5E Wind^FS") != std::string::npos, "text cannot smuggle a command in");
    check(label.find("^PQ3") != std::string::npos, "copies reach the printer");
    check(adapter.deliver(order).ok(), "the same order again is delivered again");
    check(host.metrics.values("labels_written").size() == 2, "labels are counted");
    check(!std::filesystem::exists(folder / "PO-4711.zpl.part"), "nothing half-written stays");

    const Outcome bad = adapter.deliver({"{\"number\":"});
    check(bad.status == CROSSDOCK_FAILED && bad.error.code == "labels.bad-json", "malformed JSON is named");
    check(bad.error.error_class == CROSSDOCK_ERROR_PERMANENT && bad.error.offset == 10, "with its place");
    check(adapter.deliver({R"({"number":"1"})"}).error.code == "labels.no-name", "a missing name is named");

    std::filesystem::remove_all(folder);
    const Outcome gone = adapter.deliver(order);
    check(gone.error.code == "labels.not-writable" && gone.error.error_class == CROSSDOCK_ERROR_RETRY,
          "a folder that is gone is worth another try");

    check(adapter.stop().ok(), "it stops");
    adapter.destroy();
    check(host.outstanding().empty() && host.breaches().empty(), "nothing is left over");
}

void needs_a_folder() {
    FakeHost host;
    auto adapter = FakeAdapter::of<example::Labels>(host);
    const Answer answer = adapter.init();
    check(answer.error.code == "labels.no-folder" && answer.error.error_class == CROSSDOCK_ERROR_CONFIGURATION,
          "without a folder it says what to set");
}

}  // namespace

int main() {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "crossdock-labels-test";
    std::filesystem::create_directories(folder);
    writes_labels(folder);
    needs_a_folder();
    check(example::safe_file_name("../a/b") == "_._a_b", "a number cannot leave the folder");
    return failures == 0 ? 0 : 1;
}
