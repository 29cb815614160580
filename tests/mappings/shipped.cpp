#include "tests/mappings/shipped.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/testing/output_buffer.hpp>
#include <crossdock/testing/recorded_finding.hpp>
#include <crossdock/testing/tape_buffer.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "host/document/json.hpp"
#include "host/document/tape.hpp"
#include "plugins/edi/catalog.hpp"
#include "plugins/edi/type_description.hpp"
#include "plugins/edifact/transaction.hpp"
#include "plugins/x12/transaction.hpp"

namespace crossdock::mapping {

namespace {

bool is_edifact(std::string_view type) { return type.starts_with("edifact/"); }

const edi::Catalog& catalog_of(std::string_view type) {
    static const edi::Catalog x12 = edi::Catalog::load(x12::dialect, {Shipped::folder() + "dictionaries"});
    static const edi::Catalog edifact = edi::Catalog::load(edifact::dialect, {Shipped::folder() + "dictionaries"});
    return is_edifact(type) ? edifact : x12;
}

crossdock_text_view view(std::string_view text) { return {text.data(), text.size()}; }

// What a decoded document borrows from.
struct Decoded {
    std::string text;
    sdk::testing::TapeBuffer tape;
};

}  // namespace

std::string read_text(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string Shipped::folder() { return CROSSDOCK_SOURCE_DIR "/mappings/"; }

Shipped::Shipped() {
    for (const Error& error : tables_.load(folder() + "tables")) throw std::runtime_error(describe(error));
}

Result<const schema::Type*> Shipped::resolve(std::string_view name) {
    if (const auto known = types_.find(name); known != types_.end()) return known->second.get();
    std::string json;
    if (name.starts_with("x12/") || is_edifact(name)) {
        const edi::Transaction* const transaction = catalog_of(name).find(name);
        if (transaction == nullptr) return Error{"test.type", ErrorClass::configuration, "no dictionary has it"};
        json = edi::describe(*transaction);
    } else {
        const std::size_t slash = name.find('/');
        json = read_text(folder() + "schemas/" + std::string(name.substr(0, slash)) + "-" +
                         std::string(name.substr(slash + 1)) + ".json");
    }
    CROSSDOCK_TRY_ASSIGN(auto type, schema::compile_type(name, json, name, names_));
    return types_.emplace(name, std::move(type)).first->second.get();
}

Result<std::unique_ptr<Document>> Shipped::read(const std::filesystem::path& input, std::string_view type) {
    if (input.extension() != ".json") return decode(read_text(input), type);
    auto document = std::make_unique<Document>(names_);
    CROSSDOCK_TRY(read_json(read_text(input), input.generic_string(), *document));
    return document;
}

Result<std::unique_ptr<Document>> Shipped::decode(std::string text, std::string_view type) {
    auto document = std::make_unique<Document>(names_);
    auto decoded = std::make_shared<Decoded>();
    decoded->text = std::move(text);
    crossdock_decode_request request{};
    request.struct_size = sizeof(request);
    request.first_segment = 1;
    request.source = {reinterpret_cast<const std::uint8_t*>(decoded->text.data()), decoded->text.size()};
    request.type = view(type);
    const sdk::testing::FindingsList findings;
    try {
        const auto& decode = is_edifact(type) ? edifact::decode : x12::decode;
        decode(catalog_of(type), request, UINT32_MAX, decoded->tape.writer(), findings.table());
    } catch (const sdk::Failure& failure) {
        return Error{"test.decode", ErrorClass::permanent, failure.what()};
    }
    const crossdock_tape_view& tape = decoded->tape.view(decoded->text);
    CROSSDOCK_TRY(read_tape(tape, decoded, *document));
    return document;
}

CompiledMap Shipped::compile(const std::string& map) {
    return compile_map_file(folder() + "maps/" + map + ".xml", {*this, tables_, &includes_});
}

std::string Shipped::encode(std::string_view type, const Document& document) {
    TapeBuilder builder;
    auto tape = builder.build(document);
    if (!tape.ok()) return describe(tape.error());
    crossdock_encode_request request{};
    request.struct_size = sizeof(request);
    request.type = view(type);
    request.document = &*tape;
    sdk::testing::OutputBuffer output;
    try {
        const auto& encode = is_edifact(type) ? edifact::encode : x12::encode;
        encode(catalog_of(type), request, output.output());
    } catch (const sdk::Failure& failure) {
        return failure.what();
    }
    return std::string(output.bytes());
}

}  // namespace crossdock::mapping
