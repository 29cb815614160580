// What the tests of the language share: types from short JSON, documents from JSON, one call to evaluate.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/document/json.hpp"
#include "host/mapping/expression.hpp"
#include "host/mapping/table.hpp"
#include "host/schema/type.hpp"

namespace crossdock::mapping {

// One type, one document of it, and expressions on it.
class Language {
public:
    explicit Language(std::string_view type_json) {
        auto compiled = schema::compile_type("", type_json, "type.json", names_);
        if (!compiled.ok()) FAIL(describe(compiled.error()));
        type_ = std::move(compiled).value();
    }

    Language& with(std::string_view json) {
        document_ = std::make_unique<Document>(names_);
        const Status read = read_json(json, "document.json", *document_);
        if (!read.ok()) FAIL(describe(read.error()));
        return *this;
    }

    TableSet tables;
    std::vector<Variable> variables;
    std::uint64_t steps_max = 10'000'000;

    // The value's text, `(missing)`, `mistake at OFFSET: …`, or `failed: …`.
    std::string operator()(std::string_view text) const {
        const auto compiled = compile_expression(text, scope(), {"", 1, 1});
        if (!compiled.ok())
            return "mistake at " + std::to_string(compiled.error().position.column - 1) + ": " + compiled.error().text;
        const auto value = compiled->text(input());
        if (!value.ok()) return "failed: " + value.error().text;
        return value->has_value() ? **value : "(missing)";
    }

    [[nodiscard]] ExpressionScope scope() const {
        ExpressionScope result;
        result.type = type_.get();
        result.tables = &tables;
        return result;
    }
    [[nodiscard]] ExpressionInput input() const {
        ExpressionInput result;
        result.document = document_.get();
        result.variables = variables;
        result.received_at_ms = 1'795'391'999'000;  // 2026-11-22T23:59:59Z
        result.steps_max = steps_max;
        return result;
    }
    [[nodiscard]] const schema::Type& type() const { return *type_; }
    [[nodiscard]] const Document& document() const { return *document_; }

private:
    Names names_;
    std::unique_ptr<const schema::Type> type_;
    std::unique_ptr<Document> document_;
};

}  // namespace crossdock::mapping
