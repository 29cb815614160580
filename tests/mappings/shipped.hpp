// What ships in mappings/, compiled the way a site compiles it, with the shipped dictionaries.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/document/names.hpp"
#include "host/mapping/compile.hpp"
#include "host/mapping/golden.hpp"
#include "host/mapping/table.hpp"

namespace crossdock::mapping {

class Shipped : public TypeResolver, public CaseReader {
public:
    Shipped();

    Result<const schema::Type*> resolve(std::string_view name) override;
    // `.x12` and `.edifact` are one transaction, ST to SE or UNH to UNT; `.json` is the document itself.
    Result<std::unique_ptr<Document>> read(const std::filesystem::path& input, std::string_view type) override;
    // The text of one transaction.
    Result<std::unique_ptr<Document>> decode(std::string text, std::string_view type);
    CompiledMap compile(const std::string& map);
    // The text of a document, or the encoder's error.
    std::string encode(std::string_view type, const Document& document);

    static std::string folder();
    const Names& names() const { return names_; }

private:
    Names names_;
    std::map<std::string, std::unique_ptr<const schema::Type>, std::less<>> types_;
    TableSet tables_;
    FileIncludeReader includes_;
};

std::string read_text(const std::filesystem::path& path);

}  // namespace crossdock::mapping
