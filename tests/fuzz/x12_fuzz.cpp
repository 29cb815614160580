// Any bytes for the x12 reader.
#include "plugins/x12/format_adapter.hpp"
#include "tests/fuzz/edi_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static crossdock::sdk::testing::FakeHost host;
    static auto reader = crossdock::fuzz::EdiReader::of<crossdock::x12::X12Format>(host);
    reader.check({reinterpret_cast<const char*>(data), size});
    return 0;
}
