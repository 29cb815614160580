// The adapter type `edifact`: the engine behind the format interface of the SDK.
#include "plugins/edifact/format_adapter.hpp"

#include "plugins/edi/options.hpp"
#include "plugins/edi/splitter.hpp"
#include "plugins/edi/trailers.hpp"
#include "plugins/edi/type_description.hpp"
#include "plugins/edifact/acknowledger.hpp"
#include "plugins/edifact/assembler.hpp"
#include "plugins/edifact/options.hpp"
#include "plugins/edifact/transaction.hpp"

#include <crossdock/cpp/plugin.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>

namespace crossdock::edifact {
namespace {

constexpr std::uint64_t default_segment_limit = 1024 * 1024;
constexpr std::uint32_t certain = 100;
constexpr std::uint32_t likely = 60;  // it begins like an interchange, but the header cannot be read
constexpr std::string_view mark = "\xEF\xBB\xBF";

class SplitState final : public sdk::Split {
public:
    SplitState(const EnvelopeSyntax& syntax, const crossdock_split_events& events, std::uint64_t segment_limit)
        : splitter_(dialect, syntax, events, segment_limit) {}
    void feed(std::string_view piece) override { splitter_.feed(piece); }
    void close() override { splitter_.close(); }

private:
    Splitter splitter_;
};

}  // namespace

void EdifactFormat::init() {
    catalog_ = Catalog::load(dialect, dictionary_folders(host().properties("dictionaries"), sdk::plugin_folder()));
    const std::int64_t limit = host().number_or("segment-limit", default_segment_limit);
    if (limit <= 0) throw sdk::Failure::configuration("edifact.bad-option", "segment-limit must be at least one byte");
    segment_limit_ = static_cast<std::uint64_t>(limit);
    levels_ = validation_levels(dialect, host().property_or("validate", "all"));
}

std::uint32_t EdifactFormat::probe(std::string_view head, std::string_view /*name*/,
                                   std::string_view /*content_type*/) const {
    if (head.starts_with(mark)) head.remove_prefix(mark.size());
    const std::size_t first = head.find_first_not_of(" \t\r\n");
    head.remove_prefix(std::min(first, head.size()));
    if (head.size() < 4 || !(head.starts_with("UNA") || head.starts_with("UNB")) || !can_delimit(head[3])) return 0;
    InterchangeHeader header;
    return read_interchange_header(head, header) == HeaderResult::complete ? certain : likely;
}

void EdifactFormat::types(crossdock_output& output) const {
    for (const auto& [type, transaction] : catalog_.transactions()) sdk::write(output, type + "\n");
}

bool EdifactFormat::describe(std::string_view type, crossdock_output& output) const {
    const Transaction* transaction = catalog_.find(type);
    if (transaction == nullptr) return false;
    sdk::write(output, edi::describe(*transaction));
    return true;
}

std::unique_ptr<sdk::Split> EdifactFormat::split(const crossdock_split_events& events,
                                                 const crossdock_format_options* options) const {
    const std::string_view limit = option(options, "segment-limit");
    return std::make_unique<SplitState>(envelopes_, events,
                                        limit.empty() ? segment_limit_ : size_option(dialect, "segment-limit", limit));
}

void EdifactFormat::decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                           const crossdock_findings& findings) const {
    const std::string_view levels = option(request.options, "validate");
    edifact::decode(catalog_, request, levels.empty() ? levels_ : validation_levels(dialect, levels), tape, findings);
}

void EdifactFormat::encode(const crossdock_encode_request& request, crossdock_output& output) const {
    edifact::encode(catalog_, request, output);
}

void EdifactFormat::assemble(const crossdock_assemble_request& request, crossdock_output& output) const {
    edifact::assemble(catalog_, request, output);
}

bool EdifactFormat::acknowledge(const crossdock_group_report& report, crossdock_tape_writer& tape,
                                crossdock_output& type) const {
    const std::string written = edifact::acknowledge(catalog_, report, tape);
    sdk::write(type, written);
    return !written.empty();
}

bool EdifactFormat::trailers(const crossdock_envelope& interchange, const crossdock_envelope* group,
                             std::uint64_t transactions, crossdock_output& output) const {
    sdk::write(output, edi::trailers(dialect, envelopes_, interchange, group, transactions));
    return true;
}

std::vector<crossdock_property> EdifactFormat::properties() {
    return {
        sdk::property(
            "dictionaries", CROSSDOCK_PROPERTY_PATH,
            "A folder that holds edifact/DIRECTORY/*.dict. Several are read in order, a later one replacing what an "
            "earlier one defines. Without it: the dictionaries that ship with the plugin.",
            nullptr, CROSSDOCK_PROPERTY_REPEATED),
        sdk::property("segment-limit", CROSSDOCK_PROPERTY_SIZE,
                      "The longest segment that is read; a longer one is reported and passed over.", "1MiB"),
        sdk::property("validate", CROSSDOCK_PROPERTY_TEXT,
                      "What is checked beside the envelopes: all, none, or a list of syntax, types, usage, order, "
                      "codes, relational, hierarchy and counts, separated by commas.",
                      "all"),
    };
}

}  // namespace crossdock::edifact
