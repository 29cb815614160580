// A compiled map and its run: one document in, another out.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/document/document.hpp"
#include "host/mapping/expression.hpp"

namespace crossdock::mapping {

struct MapPlan;

enum class Severity : std::uint8_t { warning, error };

// Why a value could not be mapped, or what an `expect` found.
struct MapFailure {
    Severity severity = Severity::error;
    std::string code;         // `map.required-missing`, `map.code-missing`, `map.bad-value`, `map.expectation`, …
    std::string text;         // what is wrong, what would be right
    std::string target_path;  // `lines[2]/sku`; empty for an `expect`
    std::string source_path;  // as the map writes it
    NodePosition source{};    // of the value, or of the group that it was looked for in
    Position rule{};          // the map's file, line and column
};

// `maps/a.xml:8:5: lines[2]/sku: … (map.required-missing), source: segment 12`.
std::string describe(const MapFailure& failure);

// For one target field: where its value came from, or why there is none.
struct Explanation {
    std::string target_path;
    std::string source_path;  // the rule's expression
    std::string value;        // as written; empty when there is none
    std::string reason;       // why there is none; empty when there is a value
    NodePosition source{};
    Position rule{};
};

struct MapContext {
    WallTimeMs received_at_ms = 0;  // now(): when the message was received, so that a repeated run gives the same
    std::span<const Variable> variables{};
    // Bound of the work, in nodes looked at, so that a hostile document cannot hold a thread.
    std::uint64_t steps_max = 50'000'000;
    std::size_t failures_max = 100;                    // further ones are counted, not described
    std::vector<Explanation>* explanations = nullptr;  // filled when given; slower
};

// A compiled map: a flat plan on symbols. Immutable, thread-safe. It needs the Names and the TableSet that it was
// compiled with, not the types.
class Map {
public:
    explicit Map(std::unique_ptr<const MapPlan> plan);
    ~Map();
    Map(const Map&) = delete;
    Map& operator=(const Map&) = delete;

    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] const std::string& version() const;
    [[nodiscard]] const std::string& from() const;  // a type's name
    [[nodiscard]] const std::string& to() const;
    [[nodiscard]] const std::string& source_file() const;
    // Files that were included, for digests and watching.
    [[nodiscard]] const std::vector<std::string>& included_files() const;
    [[nodiscard]] const MapPlan& plan() const { return *plan_; }

private:
    std::unique_ptr<const MapPlan> plan_;
};

// Fills `target`, which must be empty, of the same Names as `source`, from `source`, a document of the map's `from`
// type. Failures are appended to `failures`, all of them; the status is an error (`map.failed`, permanent) when one of
// them is more than a warning, and `target` then holds what could be mapped.
// Lifetime: texts that are passed on unchanged are borrowed from `source`, from the map and its tables; whoever keeps
// `target` longer than those gives it `keep_alive` of their owners.
Status run(const Map& map, const Document& source, const MapContext& context, Document& target,
           std::vector<MapFailure>& failures);

}  // namespace crossdock::mapping
