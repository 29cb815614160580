// What ships, published in its standard's layout and imported from there, says what it said; and a format loads it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "host/dictionary/import.hpp"
#include "host/dictionary/writer.hpp"
#include "plugins/edi/catalog.hpp"
#include "plugins/edifact/dialect.hpp"
#include "plugins/x12/dialect.hpp"
#include "tests/mappings/published_layout.hpp"
#include "tests/mappings/shipped.hpp"

using namespace crossdock;
using namespace crossdock::mapping;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    explicit Folder(const std::string& name) : path_(fs::temp_directory_path() / ("crossdock-import-" + name)) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path_); }
    void write(const std::map<std::string, std::string>& files, const fs::path& below = {}) const {
        fs::create_directories(path_ / below);
        for (const auto& [name, text] : files) std::ofstream(path_ / below / name, std::ios::binary) << text;
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

edi::ReleaseSource shipped(const edi::Dialect& dialect, const std::string& release) {
    edi::ReleaseSource source;
    source.dialect = &dialect;
    source.id = release;
    for (const auto& entry :
         fs::directory_iterator(Shipped::folder() + "dictionaries/" + std::string(dialect.name) + "/" + release))
        edi::read_dictionary(read_text(entry.path()), entry.path().string(), source);
    return source;
}

std::string structure(const std::vector<edi::NodeSource>& nodes) {
    std::string text;
    for (const edi::NodeSource& node : nodes)
        text += node.id + (node.required ? "! " : " ") + std::to_string(node.max) + " " + node.group +
                (node.children.empty() ? "\n" : "{\n" + structure(node.children) + "}\n");
    return text;
}

std::string shape(const edi::ShapeSource& source) {
    std::string text = source.name;
    for (const edi::UseSource& use : source.uses)
        text += " " + use.id + (use.required ? "!" : "") + "*" + std::to_string(use.repeat);
    for (const std::string& note : source.notes) text += " " + note;
    return text;
}

// Imports what ships and compares both.
void round_trip(const edi::Dialect& dialect, const std::string& release, bool x12) {
    const edi::ReleaseSource before = shipped(dialect, release);
    const Folder folder(release);
    folder.write(x12 ? as_x12_tables(before) : as_directory(before), "tables");
    auto read = dictionary::read_tables({folder.path() / "tables", release, {}});
    if (!read.ok()) FAIL(describe(read.error()));
    for (const dictionary::PassedOver& each : read.value().passed_over) FAIL(each.file << each.line << each.text);
    const auto files = dictionary::write_files(read.value().dictionary, "a test");
    edi::ReleaseSource after;
    after.dialect = &dialect;
    after.id = release;
    for (const auto& [name, text] : files) edi::read_dictionary(text, name, after);

    CHECK(after.transactions.size() == before.transactions.size());
    for (const auto& [id, set] : before.transactions) {
        INFO(id);
        CHECK(structure(after.transactions.at(id).nodes) == structure(in_order(set.nodes)));
        CHECK(after.transactions.at(id).name == set.name);
        if (x12) CHECK(after.transactions.at(id).functional_ids.at(0) == set.functional_ids.at(0));
    }
    CHECK(after.segments.size() > 40);
    for (const auto& [tag, segment] : after.segments) {
        INFO(tag);
        CHECK(shape(segment) == shape(before.segments.at(tag)));
    }
    for (const auto& [id, composite] : after.composites) {
        INFO(id);
        CHECK(shape(composite) == shape(before.composites.at(id)));
    }
    std::size_t codes = 0;
    for (const auto& [id, element] : after.elements) {
        INFO(id);
        const edi::Element& was = before.elements.at(id);
        CHECK(element.type == was.type);
        CHECK(element.implied_decimals == was.implied_decimals);
        CHECK(element.min == was.min);
        CHECK(element.max == was.max);
        CHECK(element.name == was.name);
        if (id[0] == '0' && !x12) continue;  // the syntax's own lists are not a directory's
        CHECK(element.codes == was.codes);
        CHECK_FALSE(element.closed);
        codes += element.codes.size();
    }
    CHECK(codes > 100);
    folder.write(files, fs::path("dictionaries") / dialect.name / release);
    const edi::Catalog catalog = edi::Catalog::load(dialect, {folder.path() / "dictionaries"});
    CHECK(catalog.transactions().size() == before.transactions.size());
}

}  // namespace

TEST_CASE("the shipped sets of X12, written as its table files, are imported as they are") {
    round_trip(x12::dialect, "004010", true);
    round_trip(x12::dialect, "005010", true);
}

TEST_CASE("the shipped messages of EDIFACT, written as a directory, are imported as they are") {
    round_trip(edifact::dialect, "D.96A", false);
    round_trip(edifact::dialect, "D.01B", false);
}
