// A source in C++.
#pragma once

#include <crossdock/source.h>
#include <crossdock/cpp/adapter.hpp>

#include <string>
#include <vector>

namespace crossdock::sdk {

// Implement `committed`, and `poll` or threads of your own. All functions run on the adapter's main thread.
class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

    // CROSSDOCK_SOURCE_LISTENS, CROSSDOCK_SOURCE_POLLS, or both.
    [[nodiscard]] virtual std::uint32_t source_flags() const noexcept { return CROSSDOCK_SOURCE_POLLS; }
    // True when it stopped early, for want of credit or of time.
    virtual bool poll() { return false; }
    virtual void credit(std::uint32_t messages) = 0;
    virtual void committed(std::uint64_t message, const crossdock_receipt& receipt) = 0;
    virtual void reply(std::uint64_t /*message*/, const crossdock_reply& /*reply*/) {}

    template <typename Concrete>
    struct Table {
        static constexpr std::string_view id = CROSSDOCK_SOURCE;
        static const crossdock_source* get(Concrete& adapter) noexcept {
            static const crossdock_source polling = make(CROSSDOCK_SOURCE_POLLS);
            static const crossdock_source listening = make(CROSSDOCK_SOURCE_LISTENS);
            static const crossdock_source both = make(CROSSDOCK_SOURCE_POLLS | CROSSDOCK_SOURCE_LISTENS);
            const std::uint32_t flags = adapter.source_flags();
            return flags == polling.flags ? &polling : flags == listening.flags ? &listening : &both;
        }

    private:
        static crossdock_source make(std::uint32_t flags) noexcept {
            crossdock_source table{};
            table.struct_size = sizeof table;
            table.flags = flags;
            if ((flags & CROSSDOCK_SOURCE_POLLS) != 0)
                table.poll = [](void* self, std::uint32_t* more, crossdock_error* error) -> crossdock_status {
                    return guarded(error, [&] {
                        *more = AdapterShell::adapter<Concrete>(self).poll() ? 1u : 0u;
                        return CROSSDOCK_OK;
                    });
                };
            table.credit = [](void* self, std::uint32_t messages) {
                static_cast<void>(guarded(nullptr, [&] {
                    AdapterShell::adapter<Concrete>(self).credit(messages);
                    return CROSSDOCK_OK;
                }));
            };
            table.committed = [](void* self, std::uint64_t message, const crossdock_receipt* receipt) {
                static_cast<void>(guarded(nullptr, [&] {
                    AdapterShell::adapter<Concrete>(self).committed(message, *receipt);
                    return CROSSDOCK_OK;
                }));
            };
            table.reply = [](void* self, std::uint64_t message, const crossdock_reply* reply) {
                static_cast<void>(guarded(nullptr, [&] {
                    AdapterShell::adapter<Concrete>(self).reply(message, *reply);
                    return CROSSDOCK_OK;
                }));
            };
            return table;
        }
    };
};

// What goes with a commit.
struct Commit {
    std::string dedupe_key;
    std::string origin;
    std::string partner;
    std::string content_type;
    std::uint32_t reply_timeout_ms = 0;
    std::vector<std::pair<std::string, std::string>> headers;
};

// A message on its way into the host. Abandoned when it goes out of scope uncommitted. One thread at a time.
class OpenMessage {
public:
    // Takes a credit; throws a Failure, and answers an empty message (`!opened()`) when there is no credit.
    explicit OpenMessage(const Host& host) : host_(&host), intake_(&host.intake()) {
        crossdock_error error = empty_error();
        const crossdock_status status = intake_->open(host.raw(), &id_, &error);
        opened_ = status == CROSSDOCK_OK;
        if (status != CROSSDOCK_FULL) Host::check(status, error);
    }
    OpenMessage(const OpenMessage&) = delete;
    OpenMessage& operator=(const OpenMessage&) = delete;
    ~OpenMessage() {
        if (opened_) intake_->abandon(host_->raw(), id_);
    }

    [[nodiscard]] bool opened() const noexcept { return opened_; }
    [[nodiscard]] std::uint64_t id() const noexcept { return id_; }

    void write(std::string_view piece) {
        crossdock_error error = empty_error();
        Host::check(intake_->write(host_->raw(), id_, bytes_view(piece), &error), error);
    }

    // From here on the host owns the message and `committed` follows.
    void commit(const Commit& what) {
        std::vector<crossdock_header_view> headers;
        for (const auto& [name, value] : what.headers) headers.push_back(header(name, value));
        crossdock_commit commit{};
        commit.struct_size = sizeof commit;
        commit.reply_timeout_ms = what.reply_timeout_ms;
        commit.dedupe_key = view(what.dedupe_key);
        commit.origin = view(what.origin);
        commit.partner = view(what.partner);
        commit.content_type = view(what.content_type);
        commit.headers = headers.data();
        commit.header_count = headers.size();
        crossdock_error error = empty_error();
        opened_ = false;
        Host::check(intake_->commit(host_->raw(), id_, &commit, &error), error);
    }

private:
    const Host* host_;
    const crossdock_intake* intake_;
    std::uint64_t id_ = 0;
    bool opened_ = false;
};

}  // namespace crossdock::sdk
