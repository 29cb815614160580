// A format plugin under test, called through the C ABI as a host would: a host with properties, tapes and outputs that
// grow, and everything the format says written down as text.
#pragma once

#include <crossdock/format.h>
#include <crossdock/cpp/adapter.hpp>
#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::tests {

using Options = std::map<std::string, std::string>;

// A host that offers the configuration and nothing else.
class FakeHost {
public:
    explicit FakeHost(Options properties) : properties_(std::move(properties)) {
        host_.struct_size = sizeof host_;
        host_.context = this;
        host_.get_extension = [](const crossdock_host*, const char* id) -> const void* {
            static const crossdock_config config{sizeof(crossdock_config), 0, &count, &text, nullptr};
            return std::string_view(id) == CROSSDOCK_CONFIG ? &config : nullptr;
        };
    }
    [[nodiscard]] const crossdock_host* get() const { return &host_; }

private:
    static const Options& of(const crossdock_host* host) { return static_cast<FakeHost*>(host->context)->properties_; }
    static std::uint64_t count(const crossdock_host* host, const char* name) { return of(host).count(name); }
    static crossdock_status text(const crossdock_host* host, const char* name, std::uint64_t,
                                 crossdock_text_view* value) {
        const auto found = of(host).find(name);
        if (found == of(host).end()) return CROSSDOCK_NOT_FOUND;
        *value = sdk::view(found->second);
        return CROSSDOCK_OK;
    }
    Options properties_;
    crossdock_host host_{};
};

// A tape in memory; every growth moves it, so that a pointer kept across one is found by the sanitizer.
class Tape {
public:
    explicit Tape(std::uint64_t events_max = UINT64_MAX) : events_max_(events_max) {
        writer_.struct_size = sizeof writer_;
        writer_.grow = [](crossdock_tape_writer* tape, std::uint64_t events, std::uint64_t bytes) -> crossdock_status {
            Tape& self = *reinterpret_cast<Tape*>(tape);
            if (tape->event_count + events > self.events_max_) return CROSSDOCK_FAILED;
            tape->event_capacity = std::max(tape->event_count + events, tape->event_capacity * 2);
            tape->text_capacity = std::max(tape->text_size + bytes, tape->text_capacity * 2);
            std::vector<crossdock_tape_event> moved(tape->event_capacity);
            std::copy_n(self.events_.begin(), tape->event_count, moved.begin());
            self.events_.swap(moved);
            std::vector<char> text(tape->text_capacity);
            std::copy_n(self.text_.begin(), tape->text_size, text.begin());
            self.text_.swap(text);
            tape->events = self.events_.data();
            tape->text = self.text_.data();
            return CROSSDOCK_OK;
        };
    }
    Tape(const Tape&) = delete;
    Tape& operator=(const Tape&) = delete;
    ~Tape() = default;

    [[nodiscard]] crossdock_tape_writer* writer() { return &writer_; }
    // Empty again, with its memory kept.
    void clear() {
        writer_.event_count = 0;
        writer_.text_size = 0;
    }
    [[nodiscard]] crossdock_tape_view view(std::string_view source) const {
        crossdock_tape_view view{};
        view.struct_size = sizeof view;
        view.name_count = writer_.name_count;
        view.events = writer_.events;
        view.event_count = writer_.event_count;
        view.text = {writer_.text, writer_.text_size};
        view.source = sdk::bytes_view(source);
        view.names = writer_.names;
        view.names_id = writer_.names_id;
        return view;
    }

private:
    crossdock_tape_writer writer_{};  // first: `grow` finds the tape by it
    std::uint64_t events_max_;
    std::vector<crossdock_tape_event> events_;
    std::vector<char> text_;
};

class Output {
public:
    explicit Output(std::uint64_t bytes_max = UINT64_MAX) : bytes_max_(bytes_max) {
        output_.struct_size = sizeof output_;
        output_.grow = [](crossdock_output* output, std::uint64_t bytes, std::uint64_t) -> crossdock_status {
            Output& self = *reinterpret_cast<Output*>(output);
            if (output->size + bytes > self.bytes_max_) return CROSSDOCK_FAILED;
            std::vector<std::uint8_t> moved(std::max(output->size + bytes, output->capacity * 2));
            std::copy_n(self.bytes_.begin(), output->size, moved.begin());
            self.bytes_.swap(moved);
            output->data = self.bytes_.data();
            output->capacity = self.bytes_.size();
            return CROSSDOCK_OK;
        };
    }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() = default;

    [[nodiscard]] crossdock_output* get() { return &output_; }
    void clear() { output_.size = 0; }
    [[nodiscard]] std::string bytes() const { return {reinterpret_cast<const char*>(output_.data), output_.size}; }

private:
    crossdock_output output_{};  // first: `grow` finds the output by it
    std::uint64_t bytes_max_;
    std::vector<std::uint8_t> bytes_;
};

// Options of one call in the ABI's form.
class OptionList {
public:
    explicit OptionList(const Options& options) : options_(options) {
        for (const auto& [name, value] : options_) items_.push_back(sdk::header(name, value));
        list_.struct_size = sizeof list_;
        list_.items = items_.data();
        list_.count = items_.size();
    }
    OptionList(const OptionList&) = delete;
    OptionList& operator=(const OptionList&) = delete;
    ~OptionList() = default;
    [[nodiscard]] const crossdock_format_options* get() const { return &list_; }

private:
    Options options_;
    std::vector<crossdock_header_view> items_;
    crossdock_format_options list_{};
};

// The tape as text: `name='text'` with the letters of its flags before it (l list item, 0 null, n number, b boolean,
// @ attribute), groups in braces.
inline std::string render(const crossdock_tape_view& tape) {
    std::string rendered;
    std::vector<std::uint32_t> open;
    for (std::uint64_t index = 0; index < tape.event_count; ++index) {
        const crossdock_tape_event& event = tape.events[index];
        if (event.name >= tape.name_count) return rendered + "<name out of range>";
        if (!rendered.empty()) rendered += ' ';
        if (event.kind == CROSSDOCK_TAPE_END) {
            if (open.empty() || open.back() != event.name) return rendered + "<wrong end>";
            open.pop_back();
            rendered += '}';
            continue;
        }
        const struct {
            unsigned flag;
            char letter;
        } letters[] = {{CROSSDOCK_TAPE_LIST_ITEM, 'l'},
                       {CROSSDOCK_TAPE_NULL, '0'},
                       {CROSSDOCK_TAPE_NUMBER, 'n'},
                       {CROSSDOCK_TAPE_BOOLEAN, 'b'},
                       {CROSSDOCK_TAPE_ATTRIBUTE, '@'}};
        std::string flags;
        for (const auto& letter : letters)
            if ((event.flags & letter.flag) != 0) flags += letter.letter;
        rendered += (flags.empty() ? "" : flags + ":") + std::string(sdk::text(tape.names[event.name]));
        if (event.kind == CROSSDOCK_TAPE_BEGIN) {
            open.push_back(event.name);
            rendered += '{';
        } else {
            rendered += "='" + std::string(sdk::text(crossdock_tape_text(&tape, &event))) + "'";
        }
    }
    return open.empty() ? rendered : rendered + " <not closed>";
}

struct Noted {
    std::string code, text, value, path;
    std::uint64_t offset = 0;
    std::uint32_t line = 0;
    std::uint32_t severity = 0;
};
inline Noted note(const crossdock_finding& finding) {
    return {std::string(sdk::text(finding.code)),
            std::string(sdk::text(finding.text)),
            std::string(sdk::text(finding.value)),
            std::string(sdk::text(finding.path)),
            finding.offset,
            finding.segment,
            finding.severity};
}

struct Slice {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint32_t line = 0;
    bool complete = false;
};

struct Divided {
    crossdock_status status = CROSSDOCK_OK;
    crossdock_error error = sdk::empty_error();
    std::vector<Slice> slices;
    std::vector<Noted> findings;
    std::string context;  // of the last envelope begun
    // The slices' bytes, for a look at all of them at once.
    [[nodiscard]] std::vector<std::string> texts(std::string_view payload) const {
        std::vector<std::string> made;
        for (const Slice& slice : slices) made.emplace_back(payload.substr(slice.offset, slice.size));
        return made;
    }
};

// What a decode made; the tape reads from `source`, which it keeps.
struct Decoded {
    explicit Decoded(std::string_view bytes) : source(bytes) {}
    std::string source;
    Tape tape;
    crossdock_status status = CROSSDOCK_OK;
    crossdock_error error = sdk::empty_error();
    std::vector<Noted> findings;
    [[nodiscard]] crossdock_tape_view view() const { return tape.view(source); }
    [[nodiscard]] std::string tree() const {
        return status == CROSSDOCK_OK ? render(view()) : "FAILED " + std::string(error.code);
    }
};

struct Encoded {
    crossdock_status status = CROSSDOCK_OK;
    crossdock_error error = sdk::empty_error();
    std::string bytes;
    [[nodiscard]] std::string result() const {
        return status == CROSSDOCK_OK ? bytes : "FAILED " + std::string(error.code);
    }
};

// An adapter of the type `Concrete`, initialised.
template <typename Concrete>
class FormatUnderTest {
public:
    explicit FormatUnderTest(Options properties = {}) : host_(std::move(properties)) {
        adapter_ = sdk::AdapterShell::release(std::make_unique<Concrete>(host_.get()));
        crossdock_error error = sdk::empty_error();
        if (adapter_->init(adapter_->self, &error) != CROSSDOCK_OK) init_error_ = error.code;
        format_ = static_cast<const crossdock_format*>(adapter_->get_extension(adapter_->self, CROSSDOCK_FORMAT));
    }
    FormatUnderTest(const FormatUnderTest&) = delete;
    FormatUnderTest& operator=(const FormatUnderTest&) = delete;
    ~FormatUnderTest() { adapter_->destroy(adapter_->self); }

    [[nodiscard]] const std::string& init_error() const { return init_error_; }
    [[nodiscard]] const crossdock_format& table() const { return *format_; }
    [[nodiscard]] void* self() const { return adapter_->self; }

    [[nodiscard]] std::uint32_t probe(std::string_view head, std::string_view name = {},
                                      std::string_view content_type = {}) const {
        return format_->probe(self(), sdk::bytes_view(head), sdk::view(name), sdk::view(content_type));
    }

    // Fed in pieces of `piece_size` bytes; each piece is memory of its own that ends with the piece.
    [[nodiscard]] Divided split(std::string_view payload, const Options& options = {},
                                std::size_t piece_size = SIZE_MAX) const {
        Divided divided;
        crossdock_split_events events{};
        events.struct_size = sizeof events;
        events.context = &divided;
        events.envelope_begin = [](void* context, const crossdock_envelope* envelope) {
            static_cast<Divided*>(context)->context = sdk::text(envelope->context);
        };
        events.transaction = [](void* context, const crossdock_slice* slice) {
            static_cast<Divided*>(context)->slices.push_back(
                {slice->offset, slice->size, slice->first_segment, slice->complete != 0});
        };
        events.envelope_end = [](void*, const crossdock_envelope_end*) {};
        events.finding = [](void* context, const crossdock_finding* finding) {
            static_cast<Divided*>(context)->findings.push_back(note(*finding));
        };
        const OptionList list(options);
        void* state = nullptr;
        divided.status = format_->split_open(self(), &events, list.get(), &state, &divided.error);
        if (divided.status != CROSSDOCK_OK) return divided;
        for (std::size_t at = 0; at < payload.size() && divided.status == CROSSDOCK_OK;) {
            const std::vector<char> piece(
                payload.begin() + static_cast<std::ptrdiff_t>(at),
                payload.begin() + static_cast<std::ptrdiff_t>(at + std::min(piece_size, payload.size() - at)));
            divided.status =
                format_->split_feed(self(), state, sdk::bytes_view({piece.data(), piece.size()}), &divided.error);
            at += piece.size();
        }
        if (divided.status == CROSSDOCK_OK) divided.status = format_->split_close(self(), state, &divided.error);
        if (divided.status != CROSSDOCK_OK) format_->split_abandon(self(), state);
        return divided;
    }

    struct Place {
        std::uint64_t offset = 0;
        std::uint32_t line = 1;
        std::string_view context{};
    };
    [[nodiscard]] std::unique_ptr<Decoded> decode(std::string_view source, const Options& options = {},
                                                  Place place = {0, 1, {}}) const {
        auto decoded = std::make_unique<Decoded>(source);
        // Memory that ends where the source does, so that reading on is found.
        const std::vector<char> exact(source.begin(), source.end());
        const OptionList list(options);
        crossdock_decode_request request{};
        request.struct_size = sizeof request;
        request.first_segment = place.line;
        request.source = sdk::bytes_view({exact.data(), exact.size()});
        request.source_offset = place.offset;
        request.interchange_context = sdk::view(place.context);
        request.options = list.get();
        crossdock_findings findings{};
        findings.struct_size = sizeof findings;
        findings.context = &decoded->findings;
        findings.report = [](void* context, const crossdock_finding* finding) {
            static_cast<std::vector<Noted>*>(context)->push_back(note(*finding));
        };
        decoded->status = format_->decode(self(), &request, decoded->tape.writer(), &findings, &decoded->error);
        return decoded;
    }

    [[nodiscard]] Encoded encode(const crossdock_tape_view& document, const Options& options = {},
                                 std::string_view type = "order/1") const {
        const OptionList list(options);
        crossdock_encode_request request{};
        request.struct_size = sizeof request;
        request.type = sdk::view(type);
        request.document = &document;
        request.options = list.get();
        Output output;
        Encoded encoded;
        encoded.status = format_->encode(self(), &request, output.get(), &encoded.error);
        encoded.bytes = output.bytes();
        return encoded;
    }

    [[nodiscard]] Encoded assemble(const std::vector<std::string>& documents, const Options& options = {}) const {
        // As a host of a later minor version would hold them: larger than the plugin knows.
        struct Larger {
            crossdock_encoded_view known{};
            std::uint64_t later = 0;
        };
        std::vector<Larger> views(documents.size());
        for (std::size_t index = 0; index < documents.size(); ++index) {
            views[index].known.struct_size = sizeof(Larger);
            views[index].known.bytes = sdk::bytes_view(documents[index]);
        }
        const OptionList list(options);
        crossdock_assemble_request request{};
        request.struct_size = sizeof request;
        request.transactions = views.empty() ? nullptr : &views[0].known;
        request.transaction_count = views.size();
        request.transaction_size = sizeof(Larger);
        request.options = list.get();
        Output output;
        Encoded encoded;
        encoded.status = format_->assemble(self(), &request, output.get(), &encoded.error);
        encoded.bytes = output.bytes();
        return encoded;
    }

private:
    FakeHost host_;
    const crossdock_adapter* adapter_ = nullptr;
    const crossdock_format* format_ = nullptr;
    std::string init_error_;
};

// A tape written by hand, for what no source of the format would decode to.
class TapeByHand {
public:
    TapeByHand& value(const std::string& name, std::string_view text, unsigned flags = 0) {
        crossdock_tape_event event = make(CROSSDOCK_TAPE_VALUE, name, flags);
        event.text_offset = text_.size();
        event.text_size = static_cast<std::uint32_t>(text.size());
        text_ += text;
        events_.push_back(event);
        return *this;
    }
    TapeByHand& begin(const std::string& name, unsigned flags = 0) {
        events_.push_back(make(CROSSDOCK_TAPE_BEGIN, name, flags));
        return *this;
    }
    TapeByHand& end() {
        events_.push_back(make(CROSSDOCK_TAPE_END, names_.empty() ? "?" : names_.front(), 0));
        return *this;
    }
    [[nodiscard]] crossdock_tape_view view() {
        views_.clear();
        for (const std::string& name : names_) views_.push_back(sdk::view(name));
        crossdock_tape_view tape{};
        tape.struct_size = sizeof tape;
        tape.name_count = static_cast<std::uint32_t>(views_.size());
        tape.names = views_.data();
        tape.events = events_.data();
        tape.event_count = events_.size();
        tape.text = sdk::view(text_);
        return tape;
    }

private:
    crossdock_tape_event make(unsigned kind, const std::string& name, unsigned flags) {
        auto found = std::find(names_.begin(), names_.end(), name);
        if (found == names_.end()) found = names_.insert(names_.end(), name);
        crossdock_tape_event event{};
        event.kind = static_cast<std::uint8_t>(kind);
        event.flags = static_cast<std::uint8_t>(flags);
        event.name = static_cast<std::uint32_t>(found - names_.begin());
        return event;
    }
    std::vector<crossdock_tape_event> events_;
    std::vector<std::string> names_;
    std::vector<crossdock_text_view> views_;
    std::string text_;
};

}  // namespace crossdock::tests
