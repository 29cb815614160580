// The elements of a map: what they may hold, and what each of them becomes.
#include "host/mapping/map_compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "host/mapping/parser.hpp"
#include "host/mapping/shortcut.hpp"
#include "host/mapping/spelling.hpp"

namespace crossdock::mapping {

namespace {

constexpr std::size_t includes_deep_max = 8;
constexpr std::size_t bodies_max = 10'000;

std::string with_lists(const std::vector<std::string>& names) { return fmt::format("'{}'", fmt::join(names, "', '")); }

}  // namespace

// The place of a byte of an attribute's value: entities are longer in the file than in the value.
void MapCompiler::note(const ElementReader& element, const char* attribute, const std::vector<SyntaxError>& mistakes) {
    for (const SyntaxError& mistake : mistakes) {
        Position position = element.position(attribute, true);
        const std::string& text = element.file().text();
        std::size_t at = position.offset;
        for (std::uint32_t i = 0; i < mistake.offset && at < text.size(); ++i) {
            const std::size_t from = at;
            if (text[at] == '&') at = std::min(text.find(';', at), text.size() - 1);
            ++at;
            if (text[from] == '\n') {
                ++position.line;
                position.column = 1;
            } else {
                position.column += static_cast<std::uint32_t>(at - from);
            }
        }
        position.offset = at;
        errors_.push_back(Error{"map.bad-expression", ErrorClass::configuration, mistake.text}.at(std::move(position)));
    }
}

ExpressionId MapCompiler::bind(ElementReader& element, const char* attribute, const BindingScope& scope,
                               const Bind& how) {
    const std::string text = element.required(attribute);
    if (text.empty()) return no_id;
    std::vector<SyntaxError> mistakes;
    ExpressionId id = no_id;
    auto parsed = parse_expression(text);
    if (const auto* mistake = std::get_if<SyntaxError>(&parsed)) {
        mistakes.push_back(*mistake);
    } else {
        Binder binder(plan_->program, scope, mistakes);
        id = how(binder, *std::get<SyntaxTree>(parsed));
    }
    note(element, attribute, mistakes);
    return mistakes.empty() ? id : no_id;
}

ExpressionId MapCompiler::when(ElementReader& element, const BindingScope& scope) {
    if (!element.has("when")) return no_id;
    return bind(element, "when", scope, [](Binder& binder, const SyntaxNode& tree) { return binder.test(tree); });
}

std::optional<TargetPlace> MapCompiler::place(ElementReader& element, Context& context, bool wants_group,
                                              std::string_view source) {
    const std::string text = element.required("to");
    if (text.empty()) return std::nullopt;
    std::vector<SyntaxError> mistakes;
    std::optional<TargetPlace> found;
    auto parsed = parse_path(text);
    if (const auto* mistake = std::get_if<SyntaxError>(&parsed))
        mistakes.push_back(*mistake);
    else
        found = context.target.place(*std::get<SyntaxTree>(parsed), wants_group, source, element.position(), mistakes);
    note(element, "to", mistakes);
    return found;
}

const schema::Type* MapCompiler::type(ElementReader& map, const char* attribute) {
    const std::string name = map.required(attribute);
    if (name.empty()) return nullptr;
    auto found = environment_.types.resolve(name);
    if (found.ok()) return *found;
    if (found.error().code == "type.reported") return nullptr;
    if (found.error().position.known())
        errors_.push_back(std::move(found).error());
    else
        map.mistake(attribute, "map.unknown-type", found.error().text);
    return nullptr;
}

std::unique_ptr<const MapPlan> MapCompiler::compile(std::string_view xml, std::string_view file) {
    const std::size_t errors_before = errors_.size();
    auto parsed = XmlFile::parse(std::string(xml), std::string(file));
    if (!parsed.ok()) {
        errors_.push_back(std::move(parsed).error());
        return nullptr;
    }
    ElementReader map(**parsed, (*parsed)->root(), errors_);
    if (map.element() != "map") {
        map.mistake("map.no-map", fmt::format("a map's file has the element <map>, not <{}>", map.element()));
        return nullptr;
    }
    plan_->file = file;
    plan_->name = map.required("name");
    plan_->version = map.required("version");
    plan_->from = map.required("from");
    plan_->to = map.required("to");
    map.optional("description");
    const schema::Type* const from = type(map, "from");
    const schema::Type* const to = type(map, "to");
    if (from == nullptr || to == nullptr) {
        // Every rule would be wrong for that one reason.
        static_cast<void>(map.all_children());
    } else {
        open_files_.emplace_back(file);
        TargetBuilder target(to->root, to->name);
        Context context{{}, target};
        context.source.here = {&from->root};
        context.source.context = PathIndex::root_context;
        context.source.variables = environment_.variables;
        context.source.tables = &environment_.tables;
        Body body;
        rules(map, context, body);
        plan_->root_scope = close(target, map);
        plan_->root_body = keep(std::move(body));
    }
    map.finish();
    if (errors_.size() != errors_before || from == nullptr || to == nullptr) return nullptr;
    plan_->program.finish();
    settle(plan_->root_body, plan_->root_scope);
    return std::move(plan_);
}

void MapCompiler::settle(std::uint32_t body, std::uint32_t scope) {
    for (Rule& rule : plan_->bodies[body]) {
        if (rule.slot != no_id) rule.slot += plan_->scopes[scope].first_slot;
        shorten(*plan_, rule);
        if (rule.body != no_id) settle(rule.body, rule.scope == no_id ? scope : rule.scope);
    }
}

std::uint32_t MapCompiler::keep(Body body) {
    std::stable_sort(body.begin(), body.end(), [](const Placed& left, const Placed& right) {
        if ((left.rule.kind == RuleKind::expect) != (right.rule.kind == RuleKind::expect))
            return right.rule.kind == RuleKind::expect;
        return left.order < right.order;
    });
    std::vector<Rule> kept;
    kept.reserve(body.size());
    for (Placed& placed : body) {
        placed.rule.description = static_cast<std::uint32_t>(plan_->descriptions.size());
        plan_->descriptions.push_back({std::move(placed.source), std::move(placed.position)});
        kept.push_back(placed.rule);
    }
    plan_->bodies.push_back(std::move(kept));
    return static_cast<std::uint32_t>(plan_->bodies.size() - 1);
}

std::uint32_t MapCompiler::close(TargetBuilder& target, const ElementReader& element) {
    const std::vector<std::string> missing = target.never_set();
    if (!missing.empty())
        errors_.push_back(
            Error{"map.required-never-set", ErrorClass::configuration,
                  fmt::format("{} {} required in {}, and no rule sets {}", with_lists(missing),
                              missing.size() == 1 ? "is" : "are", target.name(), missing.size() == 1 ? "it" : "them")}
                .at(element.position()));
    return target.finish(*plan_);
}

void MapCompiler::rules(ElementReader& parent, Context& context, Body& body) {
    for (const pugi::xml_node child : parent.node().children()) {
        if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) continue;
        parent.mistake("map.text",
                       fmt::format("<{}> holds elements only; comments are written <!-- … -->", parent.element()));
    }
    for (ElementReader& element : parent.all_children()) {
        const std::string_view name = element.element();
        if (name == "set") {
            set(element, context, body);
        } else if (name == "each" || name == "group") {
            each_or_group(element, context, body);
        } else if (name == "expect") {
            expect(element, context, body);
        } else if (name == "include") {
            include(element, context, body);
        } else {
            const std::vector<std::string_view> known = {"set", "each", "group", "expect", "include"};
            element.mistake("map.unknown-element",
                            fmt::format("<{}> is no element of a map; there are set, each, group, expect and include{}",
                                        name, did_you_mean(name, known)));
            continue;
        }
        element.finish();
    }
}

void MapCompiler::include(ElementReader& element, Context& context, Body& body) {
    const std::string name = element.required("file");
    if (name.empty()) return;
    const std::string including = open_files_.back();
    const std::string file =
        (std::filesystem::path(including).parent_path() / name).lexically_normal().generic_string();
    if (std::find(open_files_.begin(), open_files_.end(), file) != open_files_.end() ||
        open_files_.size() > includes_deep_max) {
        element.mistake("file", "map.include", fmt::format("'{}' includes itself, or more than 8 files deep", name));
        return;
    }
    if (environment_.includes == nullptr) {
        element.mistake("file", "map.include", "nothing can be included here");
        return;
    }
    auto text = environment_.includes->read(including, name);
    if (!text.ok()) {
        element.mistake("file", "map.include", fmt::format("'{}' cannot be included: {}", name, text.error().text));
        return;
    }
    auto parsed = XmlFile::parse(std::move(text).value(), file);
    if (!parsed.ok()) {
        errors_.push_back(std::move(parsed).error());
        return;
    }
    ElementReader part(**parsed, (*parsed)->root(), errors_);
    if (part.element() != "part") {
        part.mistake("map.include",
                     fmt::format("a file to be included has the element <part>, not <{}>", part.element()));
        return;
    }
    part.optional("description");
    if (std::find(plan_->included_files.begin(), plan_->included_files.end(), file) == plan_->included_files.end())
        plan_->included_files.push_back(file);
    open_files_.push_back(file);
    rules(part, context, body);
    open_files_.pop_back();
    part.finish();
}

void MapCompiler::each_or_group(ElementReader& element, Context& context, Body& body) {
    const bool each = element.element() == "each";
    Placed placed;
    Rule& rule = placed.rule;
    rule.kind = each ? RuleKind::each : RuleKind::group;
    placed.position = element.position();
    if (plan_->bodies.size() > bodies_max) {
        element.mistake("map.too-large", fmt::format("a map has {} each and group elements at most", bodies_max));
        return;
    }

    BindingScope inner = context.source;
    bool good = true;
    if (each || element.has("in")) {
        placed.source = element.optional("in");
        rule.in = bind(element, "in", context.source, [&](Binder& binder, const SyntaxNode& tree) -> ExpressionId {
            const auto nodes = binder.nodes(tree);
            if (!nodes) return no_id;
            inner.here = nodes->chain;
            inner.context = rule.context = plan_->program.index.add_context();
            return nodes->path;
        });
        good = rule.in != no_id;
    }
    if (const std::string name = element.optional("as"); !name.empty()) {
        const bool taken = std::any_of(inner.bindings.begin(), inner.bindings.end(),
                                       [&](const NamedBinding& binding) { return binding.name == name; }) ||
                           std::find(inner.variables.begin(), inner.variables.end(), name) != inner.variables.end();
        if (taken)
            element.mistake("as", "map.name-taken",
                            fmt::format("the name '{}' is taken already; choose another", name));
        if (inner.bindings.size() >= bindings_max)
            element.mistake("as", "map.too-deep", fmt::format("{} names within each other are the most", bindings_max));
        else if (!taken && rule.in == no_id)
            element.mistake("as", "map.nothing-to-name", "'as' names what 'in' finds; give 'in' as well");
        else if (!taken) {
            rule.binding = static_cast<std::uint32_t>(inner.bindings.size());
            inner.bindings.push_back({name, static_cast<std::uint16_t>(rule.binding), inner.here, inner.context});
        }
        good = good && !taken && inner.bindings.size() <= bindings_max;
    }
    rule.when = when(element, inner);

    const bool new_scope = !each || element.has("to");
    std::optional<TargetPlace> target;
    if (new_scope) {
        target = place(element, context, true, placed.source);
        if (target && each && !target->type->repeats) {
            element.mistake(
                "to", "map.not-a-list",
                fmt::format("'{}' occurs once, and each makes many; write <group> instead", target->type->name));
            target.reset();
        }
        if (!target) good = false;
    }
    Body rules_within;
    if (!good) {
        // What stands inside would give mistakes that follow from this one.
        element.all_children();
        return;
    }
    if (target) {
        rule.slot = target->slot;
        placed.order = target->order;
        TargetBuilder builder(*target->type, {});
        Context below{std::move(inner), builder};
        rules(element, below, rules_within);
        rule.scope = close(builder, element);
    } else {
        Context below{std::move(inner), context.target};
        rules(element, below, rules_within);
        for (const Placed& within : rules_within)
            if (within.rule.kind != RuleKind::expect && (placed.order.empty() || within.order < placed.order))
                placed.order = within.order;
    }
    rule.body = keep(std::move(rules_within));
    body.push_back(std::move(placed));
}

void MapCompiler::expect(ElementReader& element, Context& context, Body& body) {
    Placed placed;
    Rule& rule = placed.rule;
    rule.kind = RuleKind::expect;
    placed.position = element.position();
    placed.source = element.optional("that");
    rule.value =
        bind(element, "that", context.source, [](Binder& binder, const SyntaxNode& tree) { return binder.test(tree); });
    rule.when = when(element, context.source);
    constexpr std::string_view severities[] = {"error", "warning"};
    rule.severity = element.choice("severity", severities) == "warning" ? Severity::warning : Severity::error;
    if (element.has("otherwise")) {
        std::vector<SyntaxError> mistakes;
        auto parsed = parse_template(element.optional("otherwise"));
        if (const auto* mistake = std::get_if<SyntaxError>(&parsed)) {
            mistakes.push_back(*mistake);
        } else {
            CompiledTemplate compiled;
            Binder binder(plan_->program, context.source, mistakes);
            for (TemplatePiece& piece : std::get<std::vector<TemplatePiece>>(parsed)) {
                CompiledPiece made{std::move(piece.literal), no_id, std::move(piece.source)};
                if (piece.expression) made.expression = binder.value(*piece.expression);
                compiled.pieces.push_back(std::move(made));
            }
            rule.otherwise = static_cast<std::uint32_t>(plan_->templates.size());
            plan_->templates.push_back(std::move(compiled));
        }
        note(element, "otherwise", mistakes);
    }
    body.push_back(std::move(placed));
}

}  // namespace crossdock::mapping
