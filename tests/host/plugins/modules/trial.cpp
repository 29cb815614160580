// The plugin that the tests of host/plugins run: a format of lines, a service, a sink and a source that behave well
// and, when the data says so, as badly as a plugin can.
#include <crossdock/cpp/format.hpp>
#include <crossdock/cpp/plugin.hpp>
#include <crossdock/cpp/service.hpp>
#include <crossdock/cpp/sink.hpp>
#include <crossdock/cpp/source.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/patience.hpp"

namespace {

using namespace crossdock::sdk;

[[noreturn]] void hang() {
    for (;;) std::this_thread::sleep_for(std::chrono::seconds(1));
}

// What a word in the data asks for.
void misbehave(std::string_view word) {
    if (word == "crash") std::abort();
    if (word == "hang") hang();
    if (constexpr std::string_view once = "crash-once:"; word.substr(0, once.size()) == once) {
        const std::filesystem::path mark(word.substr(once.size()));
        if (std::filesystem::exists(mark)) return;
        std::ofstream(mark) << "crashed";
        std::abort();
    }
    if (word == "slow") std::this_thread::sleep_for(std::chrono::milliseconds(500) * crossdock::testing::patience());
    if (word == "fail") throw Failure::permanent("trial.asked-to", "it was asked to fail", 7);
    if (word == "throw") throw std::runtime_error("it was asked to throw");
}

// More than any memory that a plugin is given has room for.
constexpr std::uint64_t far_too_many = 1ULL << 40U;

// Leaves a slot behind that no number can go into, or counts that are beyond the output's memory.
void misplace(std::string_view what, crossdock_output& output) {
    if (what == "more-bytes") output.size = far_too_many;
    if (what == "more-slots") output.slot_count = far_too_many;
    if (constexpr std::string_view slot = "slot-"; what.substr(0, slot.size()) != slot) return;
    if (crossdock_output_slot(&output, CROSSDOCK_SLOT_GROUP, 0, 4) != CROSSDOCK_OK) return;
    crossdock_slot& slot = output.slots[output.slot_count - 1];
    if (what == "slot-of-no-kind") slot.kind = 9;
    if (what == "slot-with-last-ordinal") slot.ordinal = UINT32_MAX;
    if (what == "slot-with-skipped-ordinal") slot.ordinal = 1;
    if (what == "slot-without-width") slot.width = 0;
    if (what == "slot-too-wide") slot.width = 15;
    if (what == "slot-before-the-last") slot.offset = 0;
    if (what == "slot-over-the-last") slot.offset = output.slots[output.slot_count - 2].offset + 1;
    if (what == "slot-outside") slot.offset = output.size;
    if (what == "slot-too-long") slot.size = UINT32_MAX;
}

// Each line is a transaction: an element `word` for each of its words. A line `?` gives a finding.
class Lines : public AdapterOf<Lines, Format> {
public:
    using AdapterOf::AdapterOf;

    [[nodiscard]] std::uint32_t probe(std::string_view head, std::string_view name,
                                      std::string_view /*content_type*/) const override {
        misbehave(name);
        return head.substr(0, 5) == "LINES" ? 90 : 0;
    }
    void types(crossdock_output& output) const override { write(output, "lines/1\nlines/2\n"); }
    bool describe(std::string_view type, crossdock_output& output) const override {
        if (type != "lines/1") return false;
        write(output, R"({"type":"object"})");
        return true;
    }

    class LineSplit : public Split {
    public:
        explicit LineSplit(const crossdock_split_events& events) : events_(&events) {
            crossdock_envelope envelope{};
            envelope.struct_size = sizeof envelope;
            envelope.level = CROSSDOCK_ENVELOPE_INTERCHANGE;
            envelope.sender = {view("ZZ"), view("SENDER")};
            envelope.receiver = {view("ZZ"), view("RECEIVER")};
            envelope.control_number = view("000000007");
            events_->envelope_begin(events_->context, &envelope);
        }
        void feed(std::string_view piece) override {
            for (const char byte : piece) {
                ++offset_;
                if (byte == '\n')
                    end_line();
                else
                    line_ += byte;
            }
        }
        void close() override {
            if (!line_.empty()) {
                ++offset_;
                end_line();
            }
            crossdock_envelope_end end{};
            end.struct_size = sizeof end;
            end.level = CROSSDOCK_ENVELOPE_INTERCHANGE;
            end.complete = 1;
            end.counted = count_;
            end.declared = count_;
            end.offset = offset_;
            events_->envelope_end(events_->context, &end);
        }

    private:
        void end_line() {
            if (line_ == "split-crash") std::abort();
            if (line_ == "split-hang") hang();
            if (line_ == "split-fail") throw Failure::permanent("trial.asked-to", "it was asked to fail");
            crossdock_slice slice{};
            slice.struct_size = sizeof slice;
            slice.complete = 1;
            slice.offset = offset_ - 1 - line_.size();
            slice.size = line_.size();
            slice.first_segment = ++count_;
            slice.segment_count = 1;
            slice.type = view("lines/1");
            if (line_ == "slice-outside") slice.offset = UINT64_MAX;
            if (line_ == "slice-too-long") slice.size = UINT64_MAX;
            if (line_ == "slice-back") slice.offset = 0;
            events_->transaction(events_->context, &slice);
            if (line_ == "group-outside" || line_ == "group-back") {
                crossdock_envelope group{};
                group.struct_size = sizeof group;
                group.level = CROSSDOCK_ENVELOPE_GROUP;
                group.offset = line_ == "group-back" ? 0 : UINT64_MAX;
                events_->envelope_begin(events_->context, &group);
            }
            line_.clear();
        }
        const crossdock_split_events* events_;
        std::string line_;
        std::uint64_t offset_ = 0;
        std::uint32_t count_ = 0;
    };

    [[nodiscard]] std::unique_ptr<Split> split(const crossdock_split_events& events,
                                               const crossdock_format_options* /*options*/) const override {
        return std::make_unique<LineSplit>(events);
    }

    void decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                const crossdock_findings& findings) const override {
        static const std::array usual_names = {view("line"), view("word"), view("number")};
        static const std::array other_names = {view("line"), view("term"), view("number")};
        const std::string_view line = text(request.source);
        const bool is_other = line.substr(0, 6) == "other ";
        const auto& names = is_other ? other_names : usual_names;
        misbehave(line);
        if (line == "?") {
            crossdock_finding finding{};
            finding.struct_size = sizeof finding;
            finding.severity = CROSSDOCK_SEVERITY_WARNING;
            finding.scope = CROSSDOCK_SCOPE_SEGMENT;
            finding.segment = request.first_segment;
            finding.offset = request.source_offset;
            finding.code = view("trial.question");
            finding.text = view("a line that asks");
            findings.report(findings.context, &finding);
        }
        tape.names = names.data();
        tape.name_count = static_cast<std::uint32_t>(names.size());
        // As lists are asked for, so that in another process another one may be the first.
        static std::atomic<std::uint64_t> last_id = 0;
        static std::array<std::atomic<std::uint64_t>, 2> ids{};
        if (ids[is_other] == 0) ids[is_other] = ++last_id;
        tape.names_id = ids[is_other];
        crossdock_tape_event event{};
        event.kind = CROSSDOCK_TAPE_BEGIN;
        event.line = request.first_segment;
        event.source_offset = request.source_offset;
        keep(crossdock_tape_append(&tape, &event));
        for (std::size_t begin = 0; begin < line.size();) {
            const std::size_t end = std::min(line.find(' ', begin), line.size());
            crossdock_tape_event word{};
            word.kind = CROSSDOCK_TAPE_VALUE;
            word.flags = CROSSDOCK_TAPE_IN_SOURCE;
            word.name = 1;
            word.text_offset = begin;
            word.text_size = static_cast<std::uint32_t>(end - begin);
            word.source_offset = request.source_offset + begin;
            keep(crossdock_tape_append(&tape, &word));
            begin = end + 1;
        }
        crossdock_tape_event number{};
        number.kind = CROSSDOCK_TAPE_VALUE;
        number.flags = CROSSDOCK_TAPE_NUMBER;
        number.name = 2;
        const std::string digits = std::to_string(request.first_segment);
        keep(crossdock_tape_append_text(&tape, number, digits.data(), digits.size()));
        event.kind = CROSSDOCK_TAPE_END;
        keep(crossdock_tape_append(&tape, &event));
        if (line == "unbalanced") keep(crossdock_tape_append(&tape, &event));
        if (line == "more-events") tape.event_count = far_too_many;
        if (line == "more-text") tape.text_size = far_too_many;
    }

    void encode(const crossdock_encode_request& request, crossdock_output& output) const override {
        const crossdock_tape_view& tape = *request.document;
        std::string_view last_word;
        for (std::uint64_t at = 0; at < tape.event_count; ++at) {
            const crossdock_tape_event& event = tape.events[at];
            if (event.kind != CROSSDOCK_TAPE_VALUE || text(tape.names[event.name]) != "word") continue;
            const std::string_view word = text(crossdock_tape_text(&tape, &event));
            misbehave(word);
            write(output, word);
            write(output, " ");
            last_word = word;
        }
        write(output, "#");
        keep(crossdock_output_slot(&output, CROSSDOCK_SLOT_TRANSACTION, 0, 4));
        write(output, "\n");
        misplace(last_word, output);
    }

    void assemble(const crossdock_assemble_request& request, crossdock_output& output) const override {
        misbehave(text(request.sender.id));
        write(output, "LINES ");
        write(output, text(request.sender.id));
        write(output, ">");
        write(output, text(request.receiver.id));
        write(output, " ");
        keep(crossdock_output_slot(&output, CROSSDOCK_SLOT_INTERCHANGE, 0, 9));
        write(output, "\n");
        for (std::uint64_t at = 0; at < request.transaction_count; ++at)
            write(output, text(request.transactions[at].bytes));
        misplace(text(request.sender.id), output);
    }

    bool acknowledge(const crossdock_group_report& report, crossdock_tape_writer& tape,
                     crossdock_output& type) const override {
        if (report.decision == CROSSDOCK_DECISION_REJECTED) return false;
        misbehave(text(report.interchange.control_number));
        static const std::array names = {view("accepted")};
        write(type, "lines/ack");
        tape.names = names.data();
        tape.name_count = 1;
        crossdock_tape_event value{};
        value.kind = CROSSDOCK_TAPE_VALUE;
        std::string said =
            std::to_string(report.transaction_count) + " of " + std::string(text(report.group.control_number));
        for (std::uint64_t at = 0; at < report.transaction_count; ++at)
            for (std::uint64_t finding = 0; finding < report.transactions[at].finding_count; ++finding)
                said += " " + std::string(text(report.transactions[at].findings[finding].code));
        keep(crossdock_tape_append_text(&tape, value, said.data(), said.size()));
        return true;
    }

private:
    static void keep(crossdock_status status) {
        if (status != CROSSDOCK_OK) throw Failure::permanent("trial.no-room", "there is no room");
    }
};

// The operation's name says what becomes of the call.
class Echo : public AdapterOf<Echo, Service> {
public:
    using AdapterOf::AdapterOf;

    void init() override {
        for (const char* name : {"echo", "crash", "hang", "slow", "fail", "throw", "twice", "never", "until-cancelled",
                                 "later", "secret", "where"})
            declare({name, "does as it is called", R"({"type":"object"})", "", "", CROSSDOCK_OPERATION_IDEMPOTENT});
        calls_ = host().declare_metric(CROSSDOCK_METRIC_COUNTER, "calls", "how many calls came");
        secret_ = host().secret("password").value_or("none");
    }
    void stop() override {
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
    }

    void call(const crossdock_call& call) override {
        host().record(calls_, 1);
        const std::string name(text(call.name));
        misbehave(name);
        const std::string request(text(call.request));
        if (name == "never") return;
        if (name == "until-cancelled") {
            const std::lock_guard lock(mutex_);
            waiting_.insert(call.operation);
            return;
        }
        if (name == "later") {
            const std::lock_guard lock(mutex_);
            threads_.emplace_back([this, id = call.operation, request] {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                host().succeed(id, "later", request);
            });
            return;
        }
        if (name == "secret") return host().succeed(call.operation, "", '"' + secret_ + '"');
        if (name == "where") {
            const auto* check = host().extension<crossdock_thread_check>(CROSSDOCK_THREAD_CHECK);
            const bool lane = check->is_lane(host().raw()) != 0 && check->is_main(host().raw()) == 0;
            return host().succeed(call.operation, lane ? "lane" : "elsewhere");
        }
        host().succeed(call.operation, "ref-" + std::string(text(call.idempotency_key)), request);
        if (name == "twice") host().succeed(call.operation, "again");
    }
    void cancel_call(std::uint64_t operation) override {
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.erase(operation) == 0) return;
        }
        host().fail(operation, Failure::retry("trial.cancelled", "it was cancelled"), CROSSDOCK_CANCELLED);
    }

private:
    std::uint32_t calls_ = 0;
    std::string secret_;
    std::mutex mutex_;
    std::set<std::uint64_t> waiting_;
    std::vector<std::thread> threads_;
};

// Appends what it is given to a file, each key once; a payload may ask for misbehaviour.
class Record : public AdapterOf<Record, Sink> {
public:
    using AdapterOf::AdapterOf;

    [[nodiscard]] crossdock_delivery_promise promise() const noexcept override { return CROSSDOCK_CHECKABLE; }
    void init() override { path_ = host().property_or("path", ""); }
    void submit(const crossdock_delivery& delivery) override {
        most_.store(std::max(most_.load(), ++running_));
        const std::string payload(text(delivery.payload));
        misbehave(payload);
        std::string line = payload;
        for (std::uint64_t at = 0; at < delivery.header_count; ++at)
            line += " " + std::string(text(delivery.headers[at].name)) + "=" +
                    std::string(text(delivery.headers[at].value));
        {
            const std::lock_guard lock(mutex_);
            std::ofstream(path_, std::ios::app) << line << "\n";
            keys_.emplace(text(delivery.idempotency_key));
        }
        --running_;
        host().succeed(delivery.operation, "width " + std::to_string(most_.load()));
    }
    void check(std::uint64_t operation, std::string_view key) override {
        const std::lock_guard lock(mutex_);
        if (keys_.count(std::string(key)) != 0) return host().succeed(operation, "there");
        host().fail(operation, Failure::permanent("trial.not-there", "it is not there"), CROSSDOCK_NOT_FOUND);
    }

private:
    std::string path_;
    std::mutex mutex_;
    std::set<std::string> keys_;
    std::atomic<int> running_ = 0;
    std::atomic<int> most_ = 0;
};

// Emits `count` messages of `size` bytes, numbered from where the checkpoint says, and logs the receipts.
class Emit : public AdapterOf<Emit, Source> {
public:
    using AdapterOf::AdapterOf;

    void init() override {
        count_ = host().number_or("count", 0);
        size_ = static_cast<std::size_t>(host().number_or("size", 10));
        crash_at_ = host().number_or("crash-at", -1);
        hang_at_ = host().number_or("hang-at", -1);
        next_ = std::stoll(host().checkpoint().value_or("0"));
        wants_reply_ = host().flag_or("reply", false);
        quiet_ = host().flag_or("quiet", false);
    }
    bool poll() override {
        while (next_ < count_) {
            if (next_ == crash_at_) std::abort();
            if (next_ == hang_at_) hang();
            OpenMessage message(host());
            if (!message.opened()) return true;
            std::string bytes = "message " + std::to_string(next_) + " ";
            bytes.resize(std::max(bytes.size(), size_), '.');
            for (std::string_view left = bytes; !left.empty();) {
                const std::string_view piece = left.substr(0, 100'000);
                message.write(piece);
                left.remove_prefix(piece.size());
            }
            Commit commit;
            commit.dedupe_key = std::to_string(next_);
            commit.origin = "trial";
            commit.reply_timeout_ms = wants_reply_ ? 1000 : 0;
            commit.headers.emplace_back("number", std::to_string(next_));
            message.commit(commit);
            ++next_;
        }
        return false;
    }
    void credit(std::uint32_t messages) override {
        if (!quiet_) host().log(CROSSDOCK_LOG_INFO, "credit " + std::to_string(messages));
    }
    void committed(std::uint64_t /*message*/, const crossdock_receipt& receipt) override {
        ++receipts_;
        if (quiet_) return;
        if (receipt.verdict != CROSSDOCK_REFUSED) host().save_checkpoint(std::to_string(receipts_));
        host().log(CROSSDOCK_LOG_INFO,
                   "receipt " + std::to_string(receipt.verdict) + " " + std::string(text(receipt.id)));
    }
    void reply(std::uint64_t /*message*/, const crossdock_reply& reply) override {
        host().log(CROSSDOCK_LOG_INFO, "reply " + std::string(text(reply.payload)));
    }

private:
    std::int64_t count_ = 0;
    std::int64_t next_ = 0;
    std::int64_t crash_at_ = -1;
    std::int64_t hang_at_ = -1;
    std::int64_t receipts_ = 0;
    std::size_t size_ = 0;
    bool wants_reply_ = false;
    bool quiet_ = false;
};

// Starts only if it is allowed to.
class Reluctant : public AdapterOf<Reluctant, Service> {
public:
    using AdapterOf::AdapterOf;
    void start() override { throw Failure::configuration("trial.reluctant", "it does not want to start"); }
    void call(const crossdock_call& /*call*/) override {}
};

}  // namespace

CROSSDOCK_PLUGIN(
    "trial", "1.2.3", "trial-1", type<Lines>("lines", CROSSDOCK_INTERFACE_FORMAT, "lines of words", {}),
    type<Echo>("echo", CROSSDOCK_INTERFACE_SERVICE, "answers what it is asked",
               {property("password", CROSSDOCK_PROPERTY_TEXT, "a secret", nullptr, CROSSDOCK_PROPERTY_SENSITIVE)}),
    type<Record>("record", CROSSDOCK_INTERFACE_SINK, "keeps what it is given",
                 {property("path", CROSSDOCK_PROPERTY_PATH, "where to", nullptr, CROSSDOCK_PROPERTY_REQUIRED),
                  property("wait", CROSSDOCK_PROPERTY_DURATION, "how long", "1s"),
                  property("limit", CROSSDOCK_PROPERTY_SIZE, "how much"),
                  property("mode", CROSSDOCK_PROPERTY_CHOICE, "which way", nullptr, 0, "append|replace"),
                  property("sync", CROSSDOCK_PROPERTY_BOOLEAN, "whether"),
                  property("tag", CROSSDOCK_PROPERTY_TEXT, "what", nullptr, CROSSDOCK_PROPERTY_REPEATED),
                  property("url", CROSSDOCK_PROPERTY_URL, "whither")}),
    type<Emit>("emit", CROSSDOCK_INTERFACE_SOURCE, "brings messages",
               {property("count", CROSSDOCK_PROPERTY_INTEGER, "how many", "0", 0, "0..1000000"),
                property("size", CROSSDOCK_PROPERTY_SIZE, "of each", "10"),
                property("crash-at", CROSSDOCK_PROPERTY_INTEGER, "where it ends", "-1"),
                property("hang-at", CROSSDOCK_PROPERTY_INTEGER, "where it stops", "-1"),
                property("quiet", CROSSDOCK_PROPERTY_BOOLEAN, "no log, no checkpoint", "no"),
                property("reply", CROSSDOCK_PROPERTY_BOOLEAN, "whether it wants replies", "no")}),
    type<Reluctant>("reluctant", CROSSDOCK_INTERFACE_SERVICE, "does not start", {}))
