#include "plugins/edi/format_adapter.hpp"

#include "plugins/edi/options.hpp"
#include "plugins/edi/splitter.hpp"
#include "plugins/edi/trailers.hpp"
#include "plugins/edi/type_description.hpp"

#include <crossdock/cpp/plugin.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>

namespace crossdock::edi {
namespace {

constexpr std::uint64_t default_segment_limit = 1024 * 1024;
constexpr std::uint32_t certain = 100;
constexpr std::uint32_t likely = 60;  // it begins like an interchange, but the header cannot be read
constexpr std::string_view mark = "\xEF\xBB\xBF";

class SplitState final : public sdk::Split {
public:
    SplitState(const Dialect& dialect, const EnvelopeSyntax& syntax, const crossdock_split_events& events,
               std::uint64_t segment_limit)
        : splitter_(dialect, syntax, events, segment_limit) {}
    void feed(std::string_view piece) override { splitter_.feed(piece); }
    void close() override { splitter_.close(); }

private:
    Splitter splitter_;
};

}  // namespace

void FormatAdapter::init() {
    auto folders = dictionary_folders(host().properties("dictionaries"), sdk::plugin_folder());
    for (const std::string& own : host().properties("site-dictionaries")) folders.emplace_back(own);
    catalog_ = Catalog::load(dialect(), folders, guide_folders(host().properties("guides")));
    const std::int64_t limit = host().number_or("segment-limit", default_segment_limit);
    if (limit <= 0)
        throw sdk::Failure::configuration(dialect().code("bad-option"), "segment-limit must be at least one byte");
    segment_limit_ = static_cast<std::uint64_t>(limit);
    levels_ = validation_levels(dialect(), host().property_or("validate", "all"));
}

std::uint32_t FormatAdapter::probe(std::string_view head, std::string_view /*name*/,
                                   std::string_view /*content_type*/) const {
    if (head.starts_with(mark)) head.remove_prefix(mark.size());
    const std::size_t first = head.find_first_not_of(" \t\r\n");
    head.remove_prefix(std::min(first, head.size()));
    if (head.size() <= HeaderSyntax::tag_size || !envelopes().begins_header(head)) return 0;
    return envelopes().read(head).result == HeaderResult::complete ? certain : likely;
}

void FormatAdapter::types(crossdock_output& output) const {
    for (const auto& [type, transaction] : catalog_.transactions()) sdk::write(output, type + "\n");
}

bool FormatAdapter::describe(std::string_view type, crossdock_output& output) const {
    const Transaction* transaction = catalog_.find(type);
    if (transaction == nullptr) return false;
    sdk::write(output, edi::describe(*transaction));
    return true;
}

std::unique_ptr<sdk::Split> FormatAdapter::split(const crossdock_split_events& events,
                                                 const crossdock_format_options* options) const {
    const std::string_view limit = option(options, "segment-limit");
    return std::make_unique<SplitState>(
        dialect(), envelopes(), events,
        limit.empty() ? segment_limit_ : size_option(dialect(), "segment-limit", limit));
}

void FormatAdapter::decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                           const crossdock_findings& findings) const {
    const std::string_view levels = option(request.options, "validate");
    decode_transaction(request, levels.empty() ? levels_ : validation_levels(dialect(), levels), tape, findings);
}

bool FormatAdapter::acknowledge(const crossdock_group_report& report, crossdock_tape_writer& tape,
                                crossdock_output& type) const {
    const std::string written = write_acknowledgement(report, tape);
    sdk::write(type, written);
    return !written.empty();
}

bool FormatAdapter::trailers(const crossdock_envelope& interchange, const crossdock_envelope* group,
                             std::uint64_t transactions, crossdock_output& output) const {
    sdk::write(output, edi::trailers(dialect(), envelopes(), interchange, group, transactions));
    return true;
}

std::vector<crossdock_property> FormatAdapter::properties_of(const char* dictionaries) {
    return {
        sdk::property("dictionaries", CROSSDOCK_PROPERTY_PATH, dictionaries, nullptr, CROSSDOCK_PROPERTY_REPEATED),
        sdk::property(
            "site-dictionaries", CROSSDOCK_PROPERTY_PATH,
            "A folder of the site's own dictionaries, such as imported ones, read after `dictionaries`; what it "
            "defines replaces what has the same name there. It need not exist.",
            "dictionaries", CROSSDOCK_PROPERTY_REPEATED),
        sdk::property("guides", CROSSDOCK_PROPERTY_PATH,
                      "A folder of partners' guides, NAME.guide; several are read in order, a later one replacing "
                      "what has the same name. The folder `guides` in each folder of dictionaries is read before.",
                      "guides", CROSSDOCK_PROPERTY_REPEATED),
        sdk::property("segment-limit", CROSSDOCK_PROPERTY_SIZE,
                      "The longest segment that is read; a longer one is reported and passed over.", "1MiB"),
        sdk::property("validate", CROSSDOCK_PROPERTY_TEXT,
                      "What is checked beside the envelopes: all, none, or a list of syntax, types, usage, order, "
                      "codes, relational, hierarchy, counts and guide, separated by commas.",
                      "all"),
    };
}

}  // namespace crossdock::edi
