// Golden cases: inputs with the outputs that are expected of a map, in `cases/` beside it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/mapping/map.hpp"

namespace crossdock::mapping {

// One case: `cases/<map>/<name>/input.*` and `expected.json` beside it.
struct GoldenCase {
    std::string name;
    std::filesystem::path input;
    std::filesystem::path expected;
    std::optional<Error> fault;  // why it cannot be run: it has no input, or several, or no expectation
};

// Turns a case's input into a document of the map's `from` type; whoever has the formats provides it.
class CaseReader {
public:
    virtual ~CaseReader() = default;
    // The document and what it borrows from live as long as the result.
    virtual Result<std::unique_ptr<Document>> read(const std::filesystem::path& input, std::string_view type) = 0;
};

// One line of a diff. Empty text with `there` false: absent.
struct Difference {
    struct Side {
        bool there = false;
        std::string text;
    };
    std::string path;  // `lines[2]/sku`
    Side expected;
    Side got;
};

// `lines[2]/sku: expected "A-1", got nothing`.
std::string describe(const Difference& difference);

struct CaseResult {
    std::string name;
    std::vector<Difference> differences;
    std::vector<MapFailure> failures;
    std::optional<Error> error;  // the case could not be run
    [[nodiscard]] bool passed() const { return !error && differences.empty(); }
};

// The cases below `folder`, which is one map's (`cases/<map>`), sorted by name. A case without input or expectation is
// among them, with its fault.
Result<std::vector<GoldenCase>> find_cases(const std::filesystem::path& folder);

// What cases are run with: `now()` is 2026-11-22T23:59:59Z, `$partner` is `sample` and `$channel` `edi`.
MapContext golden_context();

// A failure as a case expects it: `map.code-missing purpose`.
std::string expectation_of(const MapFailure& failure);

// Runs one case; one with a fault fails with it. A case whose `expected.json` has the form {"failures": ["code
// target-path", …]} expects failures.
CaseResult run_case(const Map& map, const GoldenCase& golden, CaseReader& reader, const MapContext& context);

// What differs between two documents, by path; the order of an object's fields does not count, a list's does.
std::vector<Difference> compare(const Document& expected, const Document& got);

}  // namespace crossdock::mapping
