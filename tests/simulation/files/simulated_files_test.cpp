#include "tests/simulation/simulated_files.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "host/base/binary.hpp"

using namespace crossdock;
using simulation::SimulatedFiles;

namespace {

std::string content(SimulatedFiles& files, const std::filesystem::path& path) {
    const auto file = files.open(path, OpenMode::read);
    if (!file) return "missing";
    std::string bytes(100, '\0');
    bytes.resize((*file)->read_at(0, std::as_writable_bytes(std::span(bytes))).value());
    return bytes;
}

}  // namespace

TEST_CASE("what was synced, name and bytes, survives a power cut") {
    SimulatedFiles files(1);
    REQUIRE(files.create_directories("/a").ok());
    REQUIRE(files.sync_directory("/").ok());
    auto file = files.open("/a/f", OpenMode::create_new);
    REQUIRE((*file)->write_at(0, as_bytes("kept")).ok());
    REQUIRE((*file)->sync_data().ok());
    REQUIRE(files.sync_directory("/a").ok());
    files.restart();
    CHECK(content(files, "/a/f") == "kept");
    CHECK((*file)->write_at(0, as_bytes("late")).error().code == "simulation.old-handle");
}

TEST_CASE("what was not synced may be lost or kept, and over the seeds is both") {
    std::set<std::string> outcomes;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        SimulatedFiles files(seed);
        auto file = files.open("/f", OpenMode::create_new);
        REQUIRE((*file)->write_at(0, as_bytes("old")).ok());
        REQUIRE((*file)->sync_data().ok());
        REQUIRE((*file)->write_at(0, as_bytes("new")).ok());
        files.restart();
        outcomes.insert(content(files, "/f"));
    }
    CHECK(outcomes == std::set<std::string>{"missing", "old", "new"});
}

TEST_CASE("a write over several sectors can be torn") {
    bool torn = false;
    for (std::uint64_t seed = 0; seed < 40 && !torn; ++seed) {
        SimulatedFiles files(seed);
        auto file = files.open("/f", OpenMode::create_new);
        REQUIRE(files.sync_directory("/").ok());
        REQUIRE((*file)->write_at(0, as_bytes(std::string(4096, 'a'))).ok());
        REQUIRE((*file)->sync_data().ok());
        REQUIRE((*file)->write_at(0, as_bytes(std::string(4096, 'b'))).ok());
        files.restart();
        file = files.open("/f", OpenMode::read);
        std::string bytes(4096, '\0');
        REQUIRE((*file)->read_at(0, std::as_writable_bytes(std::span(bytes))).value() == 4096);
        torn = bytes.find('a') != std::string::npos && bytes.find('b') != std::string::npos;
    }
    CHECK(torn);
}

TEST_CASE("a rename between folders is kept or lost as a whole, and a folder goes after what was in it") {
    std::set<std::string> outcomes;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        SimulatedFiles files(seed);
        REQUIRE(files.create_directories("/a").ok());
        REQUIRE(files.create_directories("/b").ok());
        REQUIRE(files.sync_directory("/").ok());
        REQUIRE(files.bring("/a/f", "whole").ok());
        REQUIRE(files.rename("/a/f", "/b/f").ok());
        REQUIRE(files.remove("/a").ok());
        if (seed % 2 == 0) REQUIRE(files.sync_directory("/").ok());
        files.restart();
        const std::string found = content(files, "/a/f") + " " + content(files, "/b/f");
        CHECK((found == "whole missing" || found == "missing whole"));
        if (seed % 2 == 0) CHECK(found == "missing whole");
        outcomes.insert(found);
    }
    CHECK(outcomes.size() == 2);
}

TEST_CASE("a file that is moved into a folder goes with it when the folder's name is lost") {
    std::set<std::string> outcomes;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        SimulatedFiles files(seed);
        REQUIRE(files.bring("/f", "whole").ok());
        REQUIRE(files.create_directories("/new").ok());
        REQUIRE(files.rename("/f", "/new/f").ok());
        files.restart();
        outcomes.insert(content(files, "/f") + " " + content(files, "/new/f"));
    }
    CHECK(outcomes == std::set<std::string>{"missing missing", "missing whole", "whole missing"});
}

TEST_CASE("a process that ends loses nothing that it wrote, synced or not") {
    SimulatedFiles files(3);
    auto file = files.open("/f", OpenMode::create_new);
    REQUIRE((*file)->write_at(0, as_bytes("written")).ok());
    files.restart_process();
    CHECK(content(files, "/f") == "written");
}

TEST_CASE("the power fails in the chosen operation and stays away until the restart") {
    SimulatedFiles files(4);
    auto file = files.open("/f", OpenMode::create_new);
    files.cut_power_after(2);
    CHECK((*file)->write_at(0, as_bytes("one")).ok());
    CHECK((*file)->sync_data().error().code == "simulation.power-off");
    CHECK_FALSE(files.open("/f", OpenMode::read).ok());
    files.restart();
    CHECK(files.exists("/f").ok());
}

TEST_CASE("a full disk takes a part of a write and says so") {
    SimulatedFiles files(5);
    auto file = files.open("/f", OpenMode::create_new);
    files.set_capacity(6);
    CHECK((*file)->write_at(0, as_bytes("1234")).ok());
    CHECK((*file)->write_at(4, as_bytes("5678")).error().code == "file.disk-full");
    CHECK(content(files, "/f") == "123456");
    CHECK(files.free_bytes("/").value() == 0);
}

TEST_CASE("a lock is held by one until it is given back") {
    SimulatedFiles files(6);
    auto held = files.lock("/lock");
    REQUIRE(held.ok());
    CHECK(files.lock("/lock").error().code == "file.locked");
    held.value().reset();
    CHECK(files.lock("/lock").ok());
}
