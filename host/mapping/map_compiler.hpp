// Compiles a map's elements into a MapPlan, noting every mistake.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/xml_file.hpp"
#include "host/mapping/binder.hpp"
#include "host/mapping/compile.hpp"
#include "host/mapping/map_plan.hpp"
#include "host/mapping/target_builder.hpp"

namespace crossdock::mapping {

// One map. One thread; used once.
class MapCompiler {
public:
    MapCompiler(const MapEnvironment& environment, std::vector<Error>& errors)
        : environment_(environment), errors_(errors), plan_(std::make_unique<MapPlan>()) {}

    // Null when there was a mistake.
    std::unique_ptr<const MapPlan> compile(std::string_view xml, std::string_view file);

private:
    // Where rules stand: what their paths start from on both sides.
    struct Context {
        BindingScope source;
        TargetBuilder& target;
    };
    // A rule with its place among the others of its body.
    struct Placed {
        std::vector<std::uint32_t> order;
        Rule rule;
        std::string source;  // what it reads, as written
        Position position{};
    };
    using Body = std::vector<Placed>;

    const schema::Type* type(ElementReader& map, const char* attribute);
    void rules(ElementReader& parent, Context& context, Body& body);
    void include(ElementReader& element, Context& context, Body& body);
    void set(ElementReader& element, Context& context, Body& body);
    void each_or_group(ElementReader& element, Context& context, Body& body);
    void expect(ElementReader& element, Context& context, Body& body);
    std::uint32_t keep(Body body);
    std::uint32_t close(TargetBuilder& target, const ElementReader& element);
    // Settles what the rules of a body, and of those within, could not know before all scopes were closed.
    void settle(std::uint32_t body, std::uint32_t scope);

    // What the attributes of a set say, as bound expressions; false when one had a mistake.
    bool set_value(ElementReader& element, Context& context, const TargetPlace& place, Rule& rule);
    ExpressionId constant(ElementReader& element, const schema::TypeNode& type, Rule& rule);
    void check_constant(ElementReader& element, const char* attribute, std::string_view text,
                        const schema::TypeNode& type);
    ExpressionId converted(ElementReader& element, ExpressionId value);
    const Table* table(ElementReader& element, const schema::TypeNode& type);
    bool fits(ElementReader& element, const char* attribute, ExpressionId value, const schema::TypeNode& type);

    // Parses and binds an attribute's text; no_id, with mistakes noted, when it is wrong.
    using Bind = std::function<ExpressionId(Binder&, const SyntaxNode&)>;
    ExpressionId bind(ElementReader& element, const char* attribute, const BindingScope& scope, const Bind& how);
    ExpressionId when(ElementReader& element, const BindingScope& scope);
    std::optional<TargetPlace> place(ElementReader& element, Context& context, bool wants_group,
                                     std::string_view source);
    void note(const ElementReader& element, const char* attribute, const std::vector<SyntaxError>& mistakes);

    const MapEnvironment& environment_;
    std::vector<Error>& errors_;
    std::unique_ptr<MapPlan> plan_;
    std::vector<std::string> open_files_;  // those that include each other
};

}  // namespace crossdock::mapping
