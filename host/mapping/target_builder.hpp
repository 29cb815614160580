// The target's side of a map while it is compiled: which places rules write to, and which required ones they leave out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/mapping/map_plan.hpp"
#include "host/mapping/syntax.hpp"
#include "host/mapping/type_lookup.hpp"

namespace crossdock::mapping {

// A place that a `to` names.
struct TargetPlace {
    std::uint32_t slot = no_id;
    const schema::TypeNode* type = nullptr;
    std::vector<std::uint32_t> order;  // where it stands in the target's type, for sorting
};

// One scope under construction. One thread.
class TargetBuilder {
public:
    // `base` is the type of the scope's group; `whole` the name of the type when that is the document.
    TargetBuilder(const schema::TypeNode& base, std::string_view whole) : base_(base), whole_(whole) {}

    // The place of a parsed `to`; mistakes go to `errors`. `wants_group`: for `each` and `group`.
    std::optional<TargetPlace> place(const SyntaxNode& path, bool wants_group, std::string_view source,
                                     const Position& rule, std::vector<SyntaxError>& errors);
    void demand(std::uint32_t slot) { demanded_.push_back(slot); }
    // Of the group, for people.
    [[nodiscard]] std::string name() const { return whole_.empty() ? "'" + base_.name + "'" : whole_; }
    // Required places that no rule writes to, as paths.
    [[nodiscard]] std::vector<std::string> never_set() const;
    // Adds the scope and its slots to the plan; gives the scope's place there.
    std::uint32_t finish(MapPlan& plan);

private:
    // What a slot is made from.
    struct Made {
        const schema::TypeNode* type = nullptr;
        bool own_scope = false;  // an `each` or a `group` makes it, with a scope of its own
    };
    std::uint32_t slot_for(const schema::TypeNode& type, std::uint32_t parent, std::string_view source,
                           const Position& rule);
    [[nodiscard]] bool has_slot(const schema::TypeNode& type, std::uint32_t parent) const;
    void missing_below(const schema::TypeNode& group, std::uint32_t parent, const std::string& path,
                       std::vector<std::string>& missing) const;

    const schema::TypeNode& base_;
    std::string whole_;
    std::vector<TargetSlot> slots_;  // numbers count from the scope's first
    std::vector<SlotDescription> descriptions_;
    std::vector<Made> made_;
    std::vector<std::uint32_t> demanded_;
};

}  // namespace crossdock::mapping
