// What came in against what came of it.
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "host/base/xml_file.hpp"
#include "host/journal/records.hpp"
#include "tests/simulation/host/site_simulation.hpp"

namespace crossdock::simulation {

namespace {

using Counts = std::map<std::string, int>;

void count_matches(const std::string& text, const std::regex& pattern, Counts& into) {
    for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match)
        ++into[(*match)[1].str()];
}

std::optional<std::string> difference(const std::string& what, const Counts& found, const Counts& expected) {
    for (const auto& [name, count] : expected)
        if (const auto is = found.find(name); is == found.end() || is->second != count)
            return fmt::format("{} {} is there {} times and should be {} times", what, name,
                               is == found.end() ? 0 : is->second, count);
    for (const auto& [name, count] : found)
        if (!expected.contains(name)) return fmt::format("{} {} is there and never came in", what, name);
    return std::nullopt;
}

// The control number of one that is whole.
std::optional<std::uint64_t> interchange_control(const std::string& text) {
    static const std::regex begin(R"(^ISA[^~]*\*00401\*(\d{9})\*)");
    static const std::regex end(R"(IEA\*1\*(\d{9})~\s*$)");
    constexpr std::size_t header_bytes = 106;
    constexpr std::size_t trailer_bytes = 24;
    if (text.size() < header_bytes + trailer_bytes) return std::nullopt;
    const std::string head = text.substr(0, header_bytes);
    const std::string tail = text.substr(text.size() - trailer_bytes);
    std::smatch first;
    std::smatch last;
    if (!std::regex_search(head, first, begin) || !std::regex_search(tail, last, end) || first[1] != last[1])
        return std::nullopt;
    return std::stoull(first[1]);
}

}  // namespace

std::size_t SiteSimulation::orders() const {
    std::size_t count = shop_count * orders_a_shop;
    for (const std::string& text : interchanges_)
        for (auto at = text.find("ST*850"); at != std::string::npos; at = text.find("ST*850", at + 1)) ++count;
    return count;
}

SiteSimulation::Violation SiteSimulation::account() {
    for (const auto check :
         {&SiteSimulation::account_for_erp, &SiteSimulation::account_for_partner, &SiteSimulation::account_for_archive,
          &SiteSimulation::account_for_journal, &SiteSimulation::account_for_backups})
        if (auto violation = (this->*check)()) return violation;
    return std::nullopt;
}

SiteSimulation::Violation SiteSimulation::account_for_erp() {
    Counts expected;
    Counts found;
    for (const std::string& text : interchanges_) count_matches(text, std::regex(R"(\*(B-\d+)\*)"), expected);
    for (const auto& shop : shops_)
        for (const auto& [order, id] : shop->acknowledged()) ++expected[fmt::format("H-{}", order)];
    const auto folder = site_.folder() / "out/erp";
    for (const std::string& name : site_.names_in(folder)) {
        const auto file = XmlFile::parse(site_.files().content(folder / name).value(), name);
        if (!file.ok()) return "an ERP file is torn: " + describe(file.error());
        for (const pugi::xpath_node each : (*file)->root().select_nodes("descendant-or-self::SalesOrder"))
            ++found[each.node().attribute("id").value()];
    }
    return difference("in the ERP's files, order", found, expected);
}

SiteSimulation::Violation SiteSimulation::account_for_partner() {
    Counts groups;
    Counts responses;
    std::vector<std::uint64_t> controls;
    const auto folder = site_.folder() / "out/partners";
    for (const std::string& name : site_.names_in(folder)) {
        const std::string text = site_.files().content(folder / name).value();
        const auto control = interchange_control(text);
        if (!control) return name + " for the partner is torn";
        controls.push_back(*control);
        count_matches(text, std::regex(R"(AK1\*PO\*(\d+))"), groups);
        count_matches(text, std::regex(R"(\*(B-\d+)\*)"), responses);
    }
    Counts expected_groups;
    Counts expected_responses;
    for (std::size_t at = 0; at < interchanges_.size(); ++at) {
        expected_groups[std::to_string(at + 1)] = 1;
        count_matches(interchanges_[at], std::regex(R"(\*(B-\d+)\*)"), expected_responses);
    }
    if (auto wrong = difference("the 997 of group", groups, expected_groups)) return wrong;
    if (auto wrong = difference("in the 855s, order", responses, expected_responses)) return wrong;
    std::ranges::sort(controls);
    for (std::size_t at = 0; at < controls.size(); ++at)
        if (controls[at] != at + 1) return fmt::format("control number {} is missing or there twice", at + 1);
    return std::nullopt;
}

SiteSimulation::Violation SiteSimulation::account_for_archive() {
    std::set<std::string> kept;
    for (const std::string& day : site_.names_in(site_.archive()))
        for (const std::string& name : site_.names_in(site_.archive() / day))
            kept.insert(site_.files().content(site_.archive() / day / name).value());
    for (std::size_t at = 0; at < interchanges_.size(); ++at)
        if (!kept.contains(interchanges_[at])) return fmt::format("interchange {} is not in the archive", at + 1);
    for (const std::string& text : kept)
        if (std::ranges::find(interchanges_, text) == interchanges_.end()) return "a file in the archive is torn";
    return std::nullopt;
}

SiteSimulation::Violation SiteSimulation::account_for_journal() {
    journal::StoreOptions options = site_.journal_options();
    const auto opened = journal::open_store_read_only(options);
    if (!opened) return "the journal cannot be read: " + describe(opened.error());
    std::string faults;
    const auto verified = (*opened)->verify([&](const Error& fault) { faults += describe(fault) + "\n"; });
    if (!verified) return "the journal cannot be verified: " + describe(verified.error());
    if (*verified != 0) return "the journal has faults: " + faults;
    for (const journal::LiveEntity& live : (*opened)->live(0))
        if (live.kind != journal::entity_kind::checkpoint)
            return fmt::format("something of kind {} is still live or parked", live.kind);
    const auto ids = acknowledged_ids();
    if (std::set(ids.begin(), ids.end()).size() != ids.size()) return "two orders were acknowledged with one id";
    for (const std::string& id : ids) {
        const auto history = (*opened)->history(std::stoull(id.substr(1)));
        if (!history.ok() || (history->empty() && purges_ == 0))
            return id + " was acknowledged and is not in the journal";
    }
    return std::nullopt;
}

SiteSimulation::Violation SiteSimulation::account_for_backups() {
    for (const Backup& backup : backups_) {
        journal::StoreOptions options = site_.journal_options();
        options.folder = backup.folder;
        const auto opened = journal::open_store_read_only(options);
        if (!opened) return "a backup does not open: " + describe(opened.error());
        const auto verified = (*opened)->verify([](const Error&) {});
        if (!verified || *verified != 0) return "a backup has faults";
        for (const std::string& id : backup.acknowledged) {
            const auto history = (*opened)->history(std::stoull(id.substr(1)));
            if (!history.ok() || (history->empty() && purges_ == 0)) return "a backup has lost " + id;
        }
    }
    return std::nullopt;
}

}  // namespace crossdock::simulation
