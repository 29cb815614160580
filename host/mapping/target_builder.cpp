#include "host/mapping/target_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "host/mapping/spelling.hpp"

namespace crossdock::mapping {

namespace {

using schema::DataType;
using schema::Shape;
using schema::TypeNode;

std::uint8_t flags_of(const TypeNode& type) {
    std::uint8_t flags = 0;
    if (type.repeats) flags |= node_flag::list_item;
    // A name that begins with '@' says so itself.
    if (type.attribute && !type.name.starts_with('@')) flags |= node_flag::attribute;
    if (type.shape == Shape::value && type.data_type == DataType::integer) flags |= node_flag::number;
    if (type.shape == Shape::value && type.data_type == DataType::boolean) flags |= node_flag::boolean;
    return flags;
}

std::uint32_t order_in(const TypeNode& parent, const TypeNode& child) {
    const auto found = std::find_if(parent.children.begin(), parent.children.end(),
                                    [&](const auto& each) { return each.get() == &child; });
    return static_cast<std::uint32_t>(found - parent.children.begin());
}

// The envelope of an EDI transaction is written by its format, with numbers that no map knows.
bool is_written_by_format(std::string_view type, const TypeNode& node) {
    if (type.starts_with("x12/")) return node.name == "ST" || node.name == "SE";
    if (type.starts_with("edifact/")) return node.name == "UNH" || node.name == "UNT";
    return false;
}

}  // namespace

std::optional<TargetPlace> TargetBuilder::place(const SyntaxNode& path, bool wants_group, std::string_view source,
                                                const Position& rule, std::vector<SyntaxError>& errors) {
    const auto fail = [&](std::uint32_t offset, std::string text) {
        errors.push_back({offset, std::move(text)});
        return std::nullopt;
    };
    if (path.head != PathHead::here)
        return fail(path.offset, "a target starts at the enclosing group: lines, shipTo/city");
    TargetPlace place;
    place.type = &base_;
    std::uint32_t parent = no_id;
    std::vector<const TypeNode*> way;
    for (const SyntaxStep& step : path.steps) {
        if (step.kind != StepKind::child || !step.filters.empty())
            return fail(step.offset, "a target is named by plain steps, without filters, '.' and '..'");
        const std::vector<TypeChain> found = look_up(*place.type, step.name);
        if (found.size() > 1)
            return fail(step.offset,
                        fmt::format("'{}' stands in more than one segment here; name the segment, as in {}/{}",
                                    step.name, found.front().front()->name, step.name));
        if (found.empty()) {
            const std::string where = place.type == &base_ ? name() : "'" + place.type->name + "'";
            return fail(step.offset, fmt::format("there is no '{}' in {}{}", step.name, where,
                                                 did_you_mean(step.name, names_below(*place.type))));
        }
        for (const TypeNode* node : found.front()) {
            place.order.push_back(order_in(*place.type, *node));
            place.type = node;
            way.push_back(node);
        }
    }
    if (place.type->shape != Shape::value && !wants_group) {
        for (const auto& child : place.type->children) {
            if (child->name != "#text") continue;
            place.order.push_back(order_in(*place.type, *child));
            way.push_back(child.get());
        }
        if (way.back()->shape != Shape::value)
            return fail(path.offset, fmt::format("'{}' is a group; set its values one by one, or write group or each",
                                                 place.type->name));
        place.type = way.back();
    }
    if (place.type->shape == Shape::value && wants_group)
        return fail(path.offset, fmt::format("'{}' is a value, not a group; set gives it one", place.type->name));
    for (const TypeNode* node : way) parent = slot_for(*node, parent, source, rule);
    place.slot = parent;
    if (wants_group) made_[parent].own_scope = true;
    return place;
}

std::uint32_t TargetBuilder::slot_for(const TypeNode& type, std::uint32_t parent, std::string_view source,
                                      const Position& rule) {
    for (std::uint32_t i = 0; i < made_.size(); ++i)
        if (made_[i].type == &type && slots_[i].parent == parent) return i;
    TargetSlot slot;
    slot.symbol = type.symbol;
    slot.flags = flags_of(type);
    slot.repeats = type.repeats;
    slot.group = type.shape != Shape::value;
    slot.required = type.required;
    slot.parent = parent;
    slots_.push_back(slot);
    std::string path = parent == no_id ? type.name : descriptions_[parent].path + "/" + type.name;
    descriptions_.push_back({std::move(path), std::string(source), rule});
    made_.push_back({&type, false});
    return static_cast<std::uint32_t>(made_.size() - 1);
}

bool TargetBuilder::has_slot(const TypeNode& type, std::uint32_t parent) const {
    for (std::size_t i = 0; i < made_.size(); ++i)
        if (made_[i].type == &type && slots_[i].parent == parent) return true;
    return false;
}

void TargetBuilder::missing_below(const TypeNode& group, std::uint32_t parent, const std::string& path,
                                  std::vector<std::string>& missing) const {
    for (const auto& child : group.children)
        if (child->required && !has_slot(*child, parent) && !(parent == no_id && is_written_by_format(whole_, *child)))
            missing.push_back(path + child->name);
}

std::vector<std::string> TargetBuilder::never_set() const {
    std::vector<std::string> missing;
    missing_below(base_, no_id, "", missing);
    for (std::uint32_t i = 0; i < made_.size(); ++i)
        if (slots_[i].group && !made_[i].own_scope)
            missing_below(*made_[i].type, i, descriptions_[i].path + "/", missing);
    return missing;
}

std::uint32_t TargetBuilder::finish(MapPlan& plan) {
    TargetScope scope;
    scope.first_slot = static_cast<std::uint32_t>(plan.slots.size());
    scope.slot_count = static_cast<std::uint32_t>(slots_.size());
    for (std::uint32_t i = 0; i < slots_.size(); ++i) {
        TargetSlot& slot = slots_[i];
        const bool demanded = std::find(demanded_.begin(), demanded_.end(), i) != demanded_.end();
        if (slot.required || demanded) scope.checked.push_back(scope.first_slot + i);
        if (slot.parent != no_id) slot.parent += scope.first_slot;
    }
    plan.slots.insert(plan.slots.end(), slots_.begin(), slots_.end());
    std::move(descriptions_.begin(), descriptions_.end(), std::back_inserter(plan.slot_descriptions));
    plan.scopes.push_back(std::move(scope));
    return static_cast<std::uint32_t>(plan.scopes.size() - 1);
}

}  // namespace crossdock::mapping
