// Results as lines, as JSON, and as fields between processes.
#include "result.hpp"

namespace crossdock::sdk::validator {

namespace {

std::string json_text(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            out += '\\';
            out += character;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4u];
            out += digits[byte & 15u];
        } else {
            out += character;
        }
    }
    return out + '"';
}

}  // namespace

Summary summarize(const std::vector<CheckResult>& results) {
    Summary summary;
    for (const CheckResult& result : results) {
        summary.passed += result.verdict == Verdict::passed ? 1 : 0;
        summary.failed += result.verdict == Verdict::failed ? 1 : 0;
        summary.not_applicable += result.verdict == Verdict::not_applicable ? 1 : 0;
    }
    return summary;
}

std::string to_line(const CheckResult& result) {
    if (result.verdict == Verdict::passed) return "ok      " + result.name + "\n";
    if (result.verdict == Verdict::not_applicable) return "--      " + result.name + " (" + result.reason + ")\n";
    std::string lines = "FAILED  " + result.name + "\n";
    for (const Problem& problem : result.problems)
        lines += "        expected: " + problem.expected + "\n        found:    " + problem.found + "\n";
    return lines;
}

std::string to_line(const Summary& summary) {
    std::string line = std::to_string(summary.passed) + " passed, " + std::to_string(summary.failed) + " failed";
    if (summary.not_applicable != 0) line += ", " + std::to_string(summary.not_applicable) + " not applicable";
    return line + "\n";
}

std::string to_json(std::string_view file, const std::vector<CheckResult>& results) {
    const Summary summary = summarize(results);
    std::string out = "{\"file\":" + json_text(file) + ",\"passed\":" + std::to_string(summary.passed) +
                      ",\"failed\":" + std::to_string(summary.failed) +
                      ",\"not_applicable\":" + std::to_string(summary.not_applicable) + ",\"checks\":[";
    const char* separator = "";
    for (const CheckResult& result : results) {
        const char* word = result.verdict == Verdict::passed   ? "ok"
                           : result.verdict == Verdict::failed ? "failed"
                                                               : "not-applicable";
        out += separator + ("{\"name\":" + json_text(result.name)) + ",\"result\":\"" + word + "\"";
        if (!result.reason.empty()) out += ",\"reason\":" + json_text(result.reason);
        if (!result.problems.empty()) {
            out += ",\"problems\":[";
            const char* comma = "";
            for (const Problem& problem : result.problems) {
                out += comma + ("{\"expected\":" + json_text(problem.expected)) +
                       ",\"found\":" + json_text(problem.found) + "}";
                comma = ",";
            }
            out += "]";
        }
        out += "}";
        separator = ",";
    }
    return out + "]}\n";
}

std::string join_fields(const std::vector<std::string>& fields) {
    std::string line;
    for (const std::string& field : fields) {
        if (!line.empty()) line += '\t';
        for (const char character : field) {
            const bool breaks = character == '\t' || character == '\n' || character == '\r' || character == '\0';
            line += breaks ? ' ' : character;
        }
    }
    return line;
}

std::vector<std::string> split_fields(std::string_view line) {
    std::vector<std::string> fields;
    while (true) {
        const std::size_t tab = line.find('\t');
        fields.emplace_back(line.substr(0, tab));
        if (tab == std::string_view::npos) return fields;
        line.remove_prefix(tab + 1);
    }
}

}  // namespace crossdock::sdk::validator
