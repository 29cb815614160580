#include "plugins/json/json.hpp"

#include <crossdock/cpp/transactions.hpp>

#include "plugins/json/decode.hpp"
#include "plugins/json/encode.hpp"
#include "plugins/json/split.hpp"

namespace crossdock::json {

namespace {

bool looks_like_json(std::string_view head) {
    if (head.starts_with(sdk::utf8_byte_order_mark)) head.remove_prefix(sdk::utf8_byte_order_mark.size());
    const std::size_t first = head.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return false;
    const std::size_t second = head.find_first_not_of(" \t\r\n", first + 1);
    if (head[first] == '{') return second == std::string_view::npos || head[second] == '"' || head[second] == '}';
    return head[first] == '[' && (second == std::string_view::npos ||
                                  std::string_view("{[\"]-0123456789tfn").find(head[second]) != std::string_view::npos);
}

bool is_json_type(std::string_view content_type) {
    const std::string_view type = content_type.substr(0, content_type.find_first_of("; "));
    return type == "application/json" || type == "application/x-ndjson" || type == "application/jsonl" ||
           type == "text/json" || type.ends_with("+json");
}

}  // namespace

std::uint32_t Json::probe(std::string_view head, std::string_view name, std::string_view content_type) const {
    const bool named = name.ends_with(".json") || name.ends_with(".jsonl") || name.ends_with(".ndjson");
    const bool typed = is_json_type(content_type);
    if (looks_like_json(head)) return typed ? 95 : named ? 90 : 70;
    if (head.find_first_not_of(" \t\r\n") != std::string_view::npos) return typed ? 30 : named ? 20 : 0;
    return typed ? 60 : named ? 50 : 0;
}

std::unique_ptr<sdk::Split> Json::split(const crossdock_split_events& events,
                                        const crossdock_format_options* options) const {
    const Settings settings = sdk::with_options(settings_, options);
    if (settings.framing == Framing::lines) return std::make_unique<LineSplit>(events, settings);
    if (settings.framing == Framing::array) return std::make_unique<ArraySplit>(events, settings);
    return std::make_unique<sdk::WholePayloadSplit>(events, "json", settings.size_limit);
}

void Json::decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                  const crossdock_findings& findings) const {
    json::decode(request, sdk::with_options(settings_, request.options), names_, tape, findings);
}

void Json::encode(const crossdock_encode_request& request, crossdock_output& output) const {
    json::encode(request, sdk::with_options(settings_, request.options), output);
}

void Json::assemble(const crossdock_assemble_request& request, crossdock_output& output) const {
    const Settings settings = sdk::with_options(settings_, request.options);
    const bool array = settings.framing == Framing::array;
    const bool lines = settings.framing == Framing::lines || (!array && request.transaction_count != 1);
    if (array) sdk::write(output, "[");
    for (std::uint64_t index = 0; index < request.transaction_count; ++index) {
        const std::string_view document = sdk::text(sdk::transaction(request, index).bytes);
        if (lines && document.find('\n') != std::string_view::npos)
            throw sdk::Failure::configuration("json.not-one-line",
                                              "a document has line breaks, but each is to stand on one line; set "
                                              "indent to 0 or framing to array");
        if (array && index > 0) sdk::write(output, ",");
        sdk::write(output, document);
        if (lines) sdk::write(output, "\n");
    }
    if (array) sdk::write(output, "]");
}

}  // namespace crossdock::json
