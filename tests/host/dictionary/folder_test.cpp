// Dictionary files are put into a folder whole, and only over those that an import wrote.
#include "host/dictionary/folder.hpp"

#include <catch2/catch.hpp>

#include "host/dictionary/known.hpp"
#include "tests/host/dictionary/samples.hpp"

using namespace crossdock;
using namespace crossdock::dictionary;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

const std::string ours = std::string(import_mark) + ": x.\n";

Result<NewRelease> write(const Folder& folder, const std::string& name, bool replace) {
    return NewRelease::write(folder.path(), Standard::x12, "004010", {{name, ours + name}}, replace);
}

std::size_t entries(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a release is there when it was put there, and leaves nothing when it was not") {
    const Folder folder;
    {
        const auto made = write(folder, "a.dict", false);
        CHECK(fs::exists(made.value().beside() / "x12" / "004010" / "a.dict"));
        CHECK_FALSE(fs::exists(made.value().place()));
    }
    CHECK(entries(folder.path()) == 0);
    auto made = write(folder, "a.dict", false);
    CHECK(made.value().put_in_place().ok());
    CHECK(folder.text("x12/004010/a.dict") == ours + "a.dict");
}

TEST_CASE("what is there is replaced as a whole, and only when that is wanted") {
    const Folder folder({{"x12/004010/old.dict", ours}, {"x12/005010/other.dict", "own"}});
    CHECK_THAT(describe(write(folder, "new.dict", false).error()),
               Contains("is there already: --replace writes it anew (dictionary.exists)"));
    {
        auto made = write(folder, "new.dict", true);
        REQUIRE(made.value().put_in_place().ok());
    }
    CHECK(entries(folder.path() / "x12" / "004010") == 1);
    CHECK(folder.text("x12/004010/new.dict") == ours + "new.dict");
    CHECK(folder.text("x12/005010/other.dict") == "own");
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("files that somebody wrote are never replaced") {
    const Folder folder({{"x12/004010/old.dict", ours}, {"x12/004010/own.dict", "crossdock-dictionary 1\n"}});
    CHECK_THAT(describe(write(folder, "new.dict", true).error()),
               Contains("own.dict was not written by an import, and would be lost"));
    CHECK(entries(folder.path() / "x12" / "004010") == 2);
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a folder that cannot be written is told") {
    const Folder folder(Files{{"file", ""}});
    const auto made = NewRelease::write(folder.path() / "file", Standard::x12, "004010", {{"a.dict", ours}}, false);
    CHECK_THAT(describe(made.error()), Contains("cannot be written") && Contains("(dictionary.unwritable)"));
}
