#include "host/schema/schema_set.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "host/document/json.hpp"
#include "host/schema/validate.hpp"

using namespace crossdock;
using namespace crossdock::schema;

namespace {

// A folder below the build's that is gone afterwards.
class Folder {
public:
    explicit Folder(const std::string& name) : path_(std::filesystem::path(CROSSDOCK_BINARY_DIR) / "tests" / name) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::vector<std::string> codes(const std::vector<Error>& errors) {
    std::vector<std::string> found;
    for (const Error& error : errors) found.push_back(error.code);
    return found;
}

std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The fields whose name and description the page does not have in one row.
void find_undocumented(const TypeNode& type, const std::string& page, std::vector<std::string>& undocumented) {
    for (const auto& child : type.children) {
        const std::string required = child->required ? "**" : "";
        const std::size_t row = page.find("| " + required + "`" + child->name + "`" + required + " |");
        if (row == std::string::npos || page.find("| " + child->description, row) == std::string::npos)
            undocumented.push_back(child->name);
        find_undocumented(*child, page, undocumented);
    }
}

void describe_all(const TypeNode& type, const std::string& path, std::vector<std::string>& undescribed) {
    for (const auto& child : type.children) {
        if (child->description.empty()) undescribed.push_back(path + "/" + child->name);
        describe_all(*child, path + "/" + child->name, undescribed);
    }
}

}  // namespace

TEST_CASE("the shipped schemas compile, and every field of them is described") {
    Names names;
    SchemaSet schemas;
    std::vector<Error> errors;
    schemas.add_folder(system_file_system(), CROSSDOCK_SOURCE_DIR "/mappings/schemas", names, errors);
    for (const Error& error : errors) FAIL_CHECK(describe(error));
    for (const char* const name : {"order/1", "order-response/1", "functional-acknowledgement/1"}) {
        const Type* const type = schemas.find(name);
        REQUIRE(type != nullptr);
        std::vector<std::string> undescribed;
        describe_all(type->root, name, undescribed);
        CHECK(undescribed.empty());
        CHECK_FALSE(type->root.description.empty());
    }
    CHECK(schemas.find("order/1")->root.find("number")->trace == "order-number");
    CHECK(schemas.find("order/2") == nullptr);
}

TEST_CASE("the reference page has every field of the canonical schemas with its description") {
    const std::string page = read_text(CROSSDOCK_SOURCE_DIR "/docs/reference/canonical/README.md");
    Names names;
    SchemaSet schemas;
    std::vector<Error> errors;
    schemas.add_folder(system_file_system(), CROSSDOCK_SOURCE_DIR "/mappings/schemas", names, errors);
    std::size_t canonical = 0;
    for (const auto& [name, entry] : schemas.entries()) {
        // A shop's and an ERP's own documents, which ship as examples of a site's.
        if (name == "web-order/1" || name == "erp-order/1") continue;
        ++canonical;
        const std::size_t section = page.find("(`" + name + "`)");
        REQUIRE(section != std::string::npos);
        std::vector<std::string> undocumented;
        find_undocumented(entry.type->root, page.substr(section), undocumented);
        CAPTURE(undocumented);
        CHECK(undocumented.empty());
    }
    CHECK(canonical >= 3);
}

TEST_CASE("a web shop's order fits the canonical one") {
    Names names;
    SchemaSet schemas;
    std::vector<Error> errors;
    schemas.add_folder(system_file_system(), CROSSDOCK_SOURCE_DIR "/mappings/schemas", names, errors);
    REQUIRE(errors.empty());
    Document document(names);
    REQUIRE(
        read_json(R"({"number":"W-77","purpose":"original","orderedOn":"2026-11-23","channel":"web","currency":"EUR",
        "parties":[{"role":"end-customer","name":"Ana Núñez","address":{"lines":["Calle Mayor 1"],"country":"ES"}}],
        "payment":{"method":"card","authorization":"pi_1"},
        "lines":[{"number":"1","sku":"AX-1","quantity":2,"unitPrice":"9.90"}],"totals":{"tax":"4.16"}})",
                  "web", document)
            .ok());
    std::vector<Violation> violations;
    validate(*schemas.find("order/1"), document, violations);
    for (const Violation& violation : violations) FAIL_CHECK(violation.pointer + ": " + violation.text);
    CHECK(violations.empty());
}

TEST_CASE("good schemas are kept beside bad ones, and every bad one is told") {
    const Folder folder("schema_set");
    const Folder other("schema_set_other");
    folder.write("good-1.json", R"({"$id":"good/1","type":"object"})");
    folder.write("good-12.json", R"({"type":"object"})");
    folder.write("bad-1.json", "{");
    folder.write("moved-1.json", R"({"$id":"good/2","type":"object"})");
    folder.write("noversion.json", R"({"type":"object"})");
    folder.write("zero-0.json", R"({"type":"object"})");
    folder.write("notes.txt", "not a schema");
    other.write("good-1.json", R"({"type":"object"})");
    other.write("web-order-1.json", R"({"type":"object"})");

    Names names;
    SchemaSet schemas;
    std::vector<Error> errors;
    schemas.add_folder(system_file_system(), folder.path(), names, errors);
    CHECK(codes(errors) ==
          std::vector<std::string>{"json.malformed", "schema.id", "schema.file-name", "schema.file-name"});
    CHECK(errors[0].position.source == (folder.path() / "bad-1.json").generic_string());
    CHECK(errors[0].position.line == 1);
    errors.clear();
    schemas.add_folder(system_file_system(), other.path(), names, errors);
    CHECK(codes(errors) == std::vector<std::string>{"schema.twice"});
    CHECK(schemas.entries().size() == 3);
    CHECK(schemas.find("good/12") != nullptr);
    CHECK(schemas.find("web-order/1") != nullptr);
}

TEST_CASE("a folder that does not exist is an error") {
    Names names;
    SchemaSet schemas;
    std::vector<Error> errors;
    schemas.add_folder(system_file_system(), CROSSDOCK_BINARY_DIR "/no-such-folder", names, errors);
    CHECK(errors.size() == 1);
}
