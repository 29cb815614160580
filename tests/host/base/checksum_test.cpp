#include <catch2/catch.hpp>
#include <filesystem>

#include "host/base/binary.hpp"
#include "host/base/crc32c.hpp"
#include "host/base/file_system.hpp"
#include "host/base/sha256.hpp"

using namespace crossdock;

TEST_CASE("CRC-32C has the check values of RFC 3720, with and without the processor's instruction") {
    CHECK(crc32c(as_bytes("123456789")) == 0xE3069283);
    CHECK(crc32c(as_bytes(std::string(32, '\0'))) == 0x8A9136AA);
    CHECK(crc32c(as_bytes(std::string(32, '\xFF'))) == 0x62A8AB43);
    std::string text;
    for (int size = 0; size < 100; ++size, text += static_cast<char>(size * 37)) {
        REQUIRE(crc32c(as_bytes(text)) == crc32c_portable(as_bytes(text)));
        const auto half = text.size() / 2;
        REQUIRE(crc32c(as_bytes(text).subspan(half), crc32c(as_bytes(text).first(half))) == crc32c(as_bytes(text)));
    }
}

TEST_CASE("SHA-256 has the value of FIPS 180 for abc, whole and in pieces, again and again") {
    const std::string expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Sha256 pieces;
    for (int times = 0; times < 2; ++times) {
        CHECK(to_hex(sha256(as_bytes("abc"))) == expected);
        pieces.update(as_bytes("a"));
        pieces.update(as_bytes("bc"));
        CHECK(to_hex(pieces.finish()) == expected);
    }
}

TEST_CASE("numbers and texts are read back as they were written") {
    std::string bytes;
    ByteWriter out(bytes);
    const std::vector<std::uint64_t> values{0, 1, 127, 128, 16'383, 16'384, UINT32_MAX, UINT64_MAX};
    for (const std::uint64_t value : values) out.varint(value);
    out.fixed(std::uint32_t{0xA1B2C3D4});
    out.text("text");
    ByteReader in(as_bytes(bytes));
    for (const std::uint64_t value : values) CHECK(in.varint() == value);
    CHECK(in.fixed<std::uint32_t>() == 0xA1B2C3D4);
    CHECK(in.text() == "text");
    CHECK(in.left() == 0);
    CHECK_FALSE(in.failed());
}

TEST_CASE("reading past the end, an endless varint and an impossible count fail and stay failed") {
    const std::string short_bytes(
        "\x05"
        "abc",
        4);
    ByteReader short_text(as_bytes(short_bytes));
    CHECK(short_text.text().empty());
    CHECK(short_text.failed());
    const std::string endless_bytes(11, '\xFF');
    ByteReader endless(as_bytes(endless_bytes));
    CHECK(endless.varint() == 0);
    CHECK(endless.failed());
    const std::string count_bytes("\x7F\x01\x02", 3);
    ByteReader count(as_bytes(count_bytes));
    CHECK(count.count(4) == 0);
    CHECK(count.failed());
    CHECK(count.fixed<std::uint8_t>() == 0);
}

TEST_CASE("a file lock excludes a second holder in the same process too") {
    const auto path = std::filesystem::temp_directory_path() / "crossdock-lock-test";
    auto held = system_file_system().lock(path);
    REQUIRE(held.ok());
    CHECK(system_file_system().lock(path).error().code == "file.locked");
    held.value().reset();
    CHECK(system_file_system().lock(path).ok());
    std::filesystem::remove(path);
}
