#include "plugins/csv/csv.hpp"

#include <algorithm>

#include "plugins/csv/decode.hpp"
#include "plugins/csv/encode.hpp"
#include "plugins/csv/group_split.hpp"

namespace crossdock::csv {

namespace {

// Two whole lines with the same number of delimiters, or one with some, and nothing that a text would not have.
bool looks_like_csv(std::string_view head, char delimiter) {
    const auto is_control = [](char byte) {
        return static_cast<unsigned char>(byte) < 0x20 && byte != '\t' && byte != '\r' && byte != '\n';
    };
    if (std::any_of(head.begin(), head.end(), is_control)) return false;
    const std::string_view first = head.substr(0, head.find('\n'));
    const auto count = std::count(first.begin(), first.end(), delimiter);
    if (count == 0 || first.size() == head.size()) return count != 0;
    const std::string_view rest = head.substr(first.size() + 1);
    const std::size_t end = rest.find('\n');
    return end == std::string_view::npos ||
           std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(end), delimiter) == count ||
           rest.substr(0, end).find('"') != std::string_view::npos;
}

}  // namespace

void Csv::init() {
    settings_ = sdk::configured_settings<Settings>(host());
    if (settings_.delimiter == settings_.quote) settings_.check();
}

Settings Csv::settings(const crossdock_format_options* options) const {
    Settings settings = sdk::with_options(settings_, options);
    settings.check();
    return settings;
}

std::uint32_t Csv::probe(std::string_view head, std::string_view name, std::string_view content_type) const {
    const std::string_view type = content_type.substr(0, content_type.find_first_of("; "));
    if (type == "text/csv" || type == "application/csv") return 90;
    const bool looks = looks_like_csv(head, settings_.delimiter);
    if (name.ends_with(".csv") || (name.ends_with(".tsv") && settings_.delimiter == '\t')) return looks ? 80 : 60;
    return looks ? 15 : 0;
}

std::unique_ptr<sdk::Split> Csv::split(const crossdock_split_events& events,
                                       const crossdock_format_options* options) const {
    const Settings used = settings(options);
    if (!used.group_by.empty()) return std::make_unique<GroupSplit>(events, used);
    return std::make_unique<sdk::WholePayloadSplit>(events, "csv", used.size_limit);
}

void Csv::decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                 const crossdock_findings& findings) const {
    csv::decode(request, settings(request.options), names_, tape, findings);
}

void Csv::encode(const crossdock_encode_request& request, crossdock_output& output) const {
    csv::encode(request, settings(request.options), output);
}

void Csv::assemble(const crossdock_assemble_request& request, crossdock_output& output) const {
    csv::assemble(request, settings(request.options), output);
}

}  // namespace crossdock::csv
