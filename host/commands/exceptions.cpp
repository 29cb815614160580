// `crossdock exceptions …`: what waits for a person.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "host/base/quantity.hpp"
#include "host/commands/command.hpp"
#include "host/commands/control.hpp"
#include "host/commands/entity_name.hpp"
#include "host/commands/installation.hpp"
#include "host/commands/text_layout.hpp"
#include "host/document/json_layout.hpp"
#include "host/document/json_text.hpp"
#include "host/flow/run.hpp"
#include "host/journal/exception_text.hpp"
#include "host/journal/records.hpp"
#include "host/journal/store.hpp"
#include "host/service/termination.hpp"

namespace crossdock::commands {

namespace {

struct OpenException {
    journal::EntityId id = 0;
    WallTimeMs since_ms = 0;
    journal::ExceptionParked parked;
};

Result<std::vector<OpenException>> read_open(const journal::Store& store) {
    std::vector<OpenException> found;
    for (const journal::LiveEntity& live : store.live(journal::entity_kind::exception)) {
        CROSSDOCK_TRY_ASSIGN(const journal::StoredUnit unit, store.unit_at(live.position));
        for (const journal::Record& record : unit.records) {
            if (record.kind != static_cast<std::uint16_t>(journal::RecordKind::exception_parked) ||
                record.first_entity != live.id)
                continue;
            CROSSDOCK_TRY_ASSIGN(journal::ExceptionParked parked,
                                 journal::read_record<journal::ExceptionParked>(record));
            found.push_back({live.id, live.since_ms, std::move(parked)});
        }
    }
    return found;
}

// Other exceptions of the same document: flows that take the same event meet the same trouble each by itself.
std::vector<const OpenException*> others_of(const OpenException& each, const std::vector<OpenException>& open) {
    std::vector<const OpenException*> others;
    for (const OpenException& other : open)
        if (other.id != each.id && other.parked.document != 0 && other.parked.document == each.parked.document)
            others.push_back(&other);
    return others;
}

std::string to_json(const OpenException& each, bool whole) {
    const journal::ExceptionParked& at = each.parked;
    std::string json = fmt::format(
        R"({{"id":"{}","since":"{}","subject":{},"message":"{}","partner":{},"flow":{},"step":{},"code":{},"text":{},"notice":{})",
        flow::show_exception(each.id), format_utc(each.since_ms), json_text(journal::subject_of(at)),
        flow::show_message(at.message), json_text(at.partner), json_text(at.flow), json_text(at.step),
        json_text(at.code), json_text(at.text), journal::is_notice(at));
    if (whole && !at.input.empty()) json += ",\"input\":" + at.input;
    return json + "}";
}

constexpr std::size_t width = 100;

void print_field(const char* name, const std::string& text) {
    if (!text.empty()) fmt::print("{:<9} {}\n", name, wrap(text, width, 10));
}

void print_others(const std::vector<const OpenException*>& others) {
    std::string list;
    for (const OpenException* other : others) {
        const journal::ExceptionParked& at = other->parked;
        list += fmt::format("{}{}{} ({})", list.empty() ? "" : ", ", flow::show_exception(other->id),
                            at.flow.empty() ? "" : fmt::format(", flow {} step {}", at.flow, at.step), at.code);
    }
    if (!list.empty()) print_field("see also", list + "; of the same document, each is decided by itself");
}

void print_whole(const OpenException& each, const std::vector<OpenException>& open) {
    const journal::ExceptionParked& at = each.parked;
    const std::string id = flow::show_exception(each.id);
    fmt::print("{}  parked {}\n", id, format_utc(each.since_ms));
    print_field("subject", journal::subject_of(at));
    print_field("message", flow::show_message(at.message) +
                               (at.size != 0 ? fmt::format(", bytes {} to {}", at.offset, at.offset + at.size) : ""));
    print_field("partner", at.partner);
    if (!at.flow.empty()) print_field("flow", fmt::format("{} step {} ({})", at.flow, at.step, at.position));
    print_field("code", at.code);
    print_field("reason", at.text);
    print_others(others_of(each, open));
    if (!at.input.empty()) fmt::print("document\n{}", lay_out_json(at.input, width));
    if (journal::is_notice(at)) {
        fmt::print("\nnothing is to be tried again; to acknowledge it:\n");
    } else {
        fmt::print("\nwhat you can do:\n");
        using Subject = journal::ExceptionParked::Subject;
        const bool is_transaction = at.subject == Subject::transaction;
        if (is_transaction) fmt::print("  crossdock show {}     # what came\n", id);
        if (at.subject == Subject::message)
            fmt::print(
                "  crossdock trace {0}     # from where and when it came\n"
                "  crossdock show {0}     # what came\n",
                flow::show_message(at.message));
        if (at.code == "flow.once-conflict")
            fmt::print("  crossdock exceptions retry {} --accept-conflict --why \"…\"     # this one counts, too\n",
                       id);
        fmt::print("  crossdock exceptions retry {} --why \"…\"{}\n", id,
                   is_transaction ? "     # once the site reads it otherwise; else let the partner send it anew" : "");
        if (!at.input.empty())
            fmt::print(
                "  crossdock exceptions show {0} --document > order.json     # correct it, then\n"
                "  crossdock exceptions retry {0} --input order.json --why \"…\"\n",
                id);
    }
    fmt::print("  crossdock exceptions discard {} --why \"…\"\n", id);
}

Result<std::unique_ptr<journal::Store>> open(const Options& options) {
    journal::StoreOptions store;
    store.folder = SiteFolders(options.site()).journal;
    return journal::open_store_read_only(store);
}

// Retry and discard: what a person decided goes to the running host.
int decide(const Options& options, const char* command, const std::string& input,
           const std::vector<std::string>& wishes = {}) {
    const std::vector<std::string> names = options.texts("exception");
    if (names.empty())
        return fail(Error{"exceptions.none", ErrorClass::configuration, "name the exceptions, such as X12"}),
               exit_usage;
    int status = exit_ok;
    for (const std::string& name : names) {
        const auto id = parse_entity(name, "X");
        if (!id)
            return fail(Error{"exceptions.name", ErrorClass::configuration,
                              name + " is no exception's id; 'crossdock exceptions list' names them, such as X12"}),
                   exit_usage;
        auto answer = ask_host(
            SiteFolders(options.site()).control_socket(),
            {command, std::to_string(*id), input, std::string(service::user_name()), options.text("why"), wishes});
        if (!answer.ok())
            status = fail(answer.error());
        else
            fmt::print("{} {}\n", flow::show_exception(*id), answer.value());
    }
    return status;
}

}  // namespace

int run_exceptions_list(const Words& words) {
    Options options("exceptions list", "Lists what waits for a person, oldest first.",
                    {{"exceptions list", "those of the site in the current folder"},
                     {"exceptions list --json | jq length", "how many wait"}});
    if (!options.parse_for_site(words)) return options.exit_status();
    auto store = open(options);
    if (!store.ok()) return fail(store.error());
    auto found = read_open(*store.value());
    if (!found.ok()) return fail(found.error());
    if (options.json()) {
        std::string list;
        for (const OpenException& each : found.value()) list += (list.empty() ? "" : ",") + to_json(each, false);
        fmt::print("[{}]\n", list);
        return exit_ok;
    }
    if (found.value().empty()) fmt::print("nothing waits for a person\n");
    for (const OpenException& each : found.value())
        fmt::print("{:<8} {}  {:<12} {:<24} {}\n", flow::show_exception(each.id), format_utc(each.since_ms),
                   each.parked.partner, journal::subject_of(each.parked),
                   (journal::is_notice(each.parked) ? "(notice) " : "") + journal::first_line(each.parked.text));
    return exit_ok;
}

int run_exceptions_show(const Words& words) {
    Options options("exceptions show ID", "Shows one exception: why, where, and the document as it is.",
                    {{"exceptions show X12", "the whole reason"},
                     {"exceptions show X12 --document > order.json", "its document, to be edited for a retry"}});
    options.positional("exception");
    options.add()("document", "only its document, as JSON");
    if (!options.parse_for_site(words)) return options.exit_status();
    auto store = open(options);
    if (!store.ok()) return fail(store.error());
    auto found = read_open(*store.value());
    if (!found.ok()) return fail(found.error());
    const auto id = parse_entity(options.text("exception"), "X");
    for (const OpenException& each : found.value()) {
        if (!id || each.id != *id) continue;
        if (options.json()) {
            std::string others;
            for (const OpenException* other : others_of(each, found.value()))
                others += (others.empty() ? "" : ",") + json_text(flow::show_exception(other->id));
            std::string json = to_json(each, true);
            json.insert(json.size() - 1, ",\"others\":[" + others + "]");
            fmt::print("{}\n", json);
            return exit_ok;
        }
        const journal::ExceptionParked& at = each.parked;
        if (options.has("document")) {
            if (at.input.empty())
                return fail(Error{"exceptions.no-document", ErrorClass::permanent,
                                  fmt::format("{} has no document; 'crossdock show {}' shows what came",
                                              flow::show_exception(each.id), flow::show_message(at.message))});
            fmt::print("{}", lay_out_json(at.input, width));
            return exit_ok;
        }
        print_whole(each, found.value());
        return exit_ok;
    }
    return fail(Error{"exception.unknown", ErrorClass::permanent,
                      fmt::format("there is no open exception '{}'", options.text("exception"))});
}

int run_exceptions_retry(const Words& words) {
    Options options(
        "exceptions retry ID… [--why TEXT]",
        "Tries what was parked again: a run goes on at its step, a delivery is attempted again, a message or "
        "transaction is read again with today's site. A run takes the present deployment where that has the steps it "
        "has taken, else the one it began with. With --input a run's document is replaced first; both versions are "
        "kept.",
        {{"exceptions retry X12 --why 'the ERP is back'", "as it is"},
         {"exceptions retry X12 --input order.json", "with an edited document"}});
    options.positional("exception", -1);
    options.add()("why", boost::program_options::value<std::string>()->value_name("TEXT"),
                  "recorded with the decision")(
        "input", boost::program_options::value<std::string>()->value_name("FILE"), "a file with the document as JSON")(
        "deployment", boost::program_options::value<std::string>()->value_name("WHICH"),
        "'present' or 'original', and no other")("accept-conflict",
                                                 "process it although another run has its key (flow.once-conflict)");
    if (!options.parse_for_site(words)) return options.exit_status();
    std::string input;
    if (options.has("input")) {
        std::ifstream file(options.text("input"), std::ios::binary);
        if (!file)
            return fail(Error{"file.not-found", ErrorClass::configuration, "cannot read " + options.text("input")});
        input.assign(std::istreambuf_iterator<char>(file), {});
    }
    std::vector<std::string> wishes;
    if (options.has("accept-conflict")) wishes.emplace_back("accept-conflict");
    if (options.has("deployment")) {
        const std::string deployment = options.text("deployment");
        if (deployment != "present" && deployment != "original")
            return fail(Error{"exceptions.deployment", ErrorClass::configuration,
                              fmt::format("'{}' is no choice; write --deployment present or --deployment original",
                                          deployment)}),
                   exit_usage;
        wishes.push_back("deployment=" + deployment);
    }
    return decide(options, "exceptions retry", input, wishes);
}

int run_exceptions_discard(const Words& words) {
    Options options("exceptions discard ID… [--why TEXT]",
                    "Gives up what was parked, or acknowledges a notice. It stays in the journal, and the keys it "
                    "claimed stay claimed: the same order again is still recognised.",
                    {{"exceptions discard X12 --why 'sent again under a new number'", "recorded with who asked"}});
    options.positional("exception", -1);
    options.add()("why", boost::program_options::value<std::string>()->value_name("TEXT"),
                  "recorded with the decision");
    if (!options.parse_for_site(words)) return options.exit_status();
    return decide(options, "exceptions discard", {});
}

int run_resend(const Words& words) {
    Options options("resend DELIVERY [--why TEXT]",
                    "Delivers again what a delivery (S12) held: the same bytes and control numbers under a new id, so "
                    "that the other side takes it as new.",
                    {{"resend S12 --why 'Harbor lost the 997'", "'trace' names an order's deliveries"},
                     {"resend S12 --json", "the new id for a script: {\"delivery\":\"S12\",\"again\":\"S40\"}"}});
    options.positional("delivery");
    options.add()("why", boost::program_options::value<std::string>()->value_name("TEXT"), "recorded with the action");
    if (!options.parse_for_site(words)) return options.exit_status();
    const auto id = parse_entity(options.text("delivery"), "S");
    if (!id)
        return fail(Error{"resend.name", ErrorClass::configuration,
                          "name the delivery, such as S12; 'crossdock trace' names an order's deliveries"}),
               exit_usage;
    auto answer = ask_host(SiteFolders(options.site()).control_socket(),
                           {"resend", std::to_string(*id), {}, std::string(service::user_name()), options.text("why")});
    if (!answer.ok()) return fail(answer.error());
    if (options.json())
        fmt::print("{{\"delivery\":\"{}\",\"again\":{}}}\n", flow::show_delivery(*id), json_text(answer.value()));
    else
        fmt::print("{} is on its way again, as {}\n", flow::show_delivery(*id), answer.value());
    return exit_ok;
}

}  // namespace crossdock::commands
