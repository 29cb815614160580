#include "host/mapping/golden.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "host/document/json.hpp"

namespace crossdock::mapping {

namespace {

Error unreadable(const std::filesystem::path& path, std::string text) {
    return Error{"map.bad-case", ErrorClass::configuration, std::move(text)}.at({path.generic_string()});
}

// {"failures": ["map.code-missing purpose", …]} with nothing beside it.
bool expects_failures(const Document& expected) {
    const NodeIndex first = expected[Document::root].first_child;
    if (first == no_node || expected.name_of(first) != "failures") return false;
    for (NodeIndex each = first; each != no_node; each = expected[each].next)
        if (expected.name_of(each) != "failures" || expected[each].kind != NodeKind::value) return false;
    return true;
}

std::vector<Difference> compare_failures(const Document& expected, const std::vector<MapFailure>& failures) {
    std::vector<std::string> wanted;
    std::vector<std::string> got;
    for (NodeIndex each = expected[Document::root].first_child; each != no_node; each = expected[each].next)
        wanted.emplace_back(expected[each].text);
    got.reserve(failures.size());
    for (const MapFailure& failure : failures) got.push_back(expectation_of(failure));
    std::vector<Difference> differences;
    for (std::size_t i = 0; i < std::max(wanted.size(), got.size()); ++i) {
        Difference difference{fmt::format("failures[{}]", i + 1), {}, {}};
        if (i < wanted.size()) difference.expected = {true, wanted[i]};
        if (i < got.size()) difference.got = {true, got[i]};
        if (difference.expected.there != difference.got.there || difference.expected.text != difference.got.text)
            differences.push_back(std::move(difference));
    }
    return differences;
}

GoldenCase find_case(const std::filesystem::path& folder) {
    GoldenCase golden{folder.filename().string(), {}, folder / "expected.json", {}};
    const auto fault = [&](std::string text) {
        if (!golden.fault) golden.fault = unreadable(folder, std::move(text));
    };
    std::error_code error;
    for (std::filesystem::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
        if (file->path().stem() != "input") continue;
        if (!golden.input.empty()) fault("a case has one input; this folder has several");
        golden.input = file->path();
    }
    if (error) fault(fmt::format("the case cannot be read: {}", error.message()));
    if (golden.input.empty()) fault("a case has a file 'input.*', such as input.json; this folder has none");
    if (!std::filesystem::exists(golden.expected, error))
        fault("a case has a file 'expected.json', such as 'crossdock map run' prints; this folder has none");
    return golden;
}

}  // namespace

Result<std::vector<GoldenCase>> find_cases(const std::filesystem::path& folder) {
    std::vector<GoldenCase> cases;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->is_directory()) cases.push_back(find_case(entry->path()));
    }
    if (error) return unreadable(folder, fmt::format("the folder of cases cannot be read: {}", error.message()));
    std::sort(cases.begin(), cases.end(),
              [](const GoldenCase& left, const GoldenCase& right) { return left.name < right.name; });
    return cases;
}

std::string expectation_of(const MapFailure& failure) {
    return failure.target_path.empty() ? failure.code : failure.code + " " + failure.target_path;
}

MapContext golden_context() {
    static constexpr Variable variables[] = {{"partner", "sample"}, {"channel", "edi"}};
    MapContext context;
    context.received_at_ms = 1'795'391'999'000;
    context.variables = variables;
    return context;
}

CaseResult run_case(const Map& map, const GoldenCase& golden, CaseReader& reader, const MapContext& context) {
    CaseResult result;
    result.name = golden.name;
    if (golden.fault) {
        result.error = golden.fault;
        return result;
    }
    std::ifstream stream(golden.expected, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream) {
        result.error = unreadable(golden.expected, "the expected document cannot be read");
        return result;
    }
    auto input = reader.read(golden.input, map.from());
    if (!input.ok()) {
        result.error = std::move(input).error();
        return result;
    }
    Document expected((*input)->names());
    if (Status read = read_json(text, golden.expected.generic_string(), expected); !read.ok()) {
        result.error = std::move(read).error();
        return result;
    }
    Document got((*input)->names());
    const Status status = run(map, **input, context, got, result.failures);
    if (expects_failures(expected)) {
        result.differences = compare_failures(expected, result.failures);
        return result;
    }
    if (!status.ok()) {
        result.error = status.error();
        return result;
    }
    result.differences = compare(expected, got);
    return result;
}

std::string describe(const Difference& difference) {
    const auto shown = [](const Difference::Side& side) {
        return side.there ? fmt::format("\"{}\"", side.text) : std::string("nothing");
    };
    return fmt::format("{}: expected {}, got {}", difference.path, shown(difference.expected), shown(difference.got));
}

}  // namespace crossdock::mapping
