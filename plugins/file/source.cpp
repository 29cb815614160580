#include "plugins/file/source.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/system_files.hpp>

#include <algorithm>
#include <random>

#include "plugins/file/name_pattern.hpp"
#include "plugins/file/types.hpp"

namespace crossdock::file {

namespace {

constexpr std::int64_t poll_budget_ms = 100;
constexpr std::int64_t scan_again_ms = 1000;         // while files of the last scan are still to be taken
constexpr std::int64_t take_over_again_ms = 30'000;  // looks for claims of dead hosts
constexpr std::int64_t retry_after_failure_ms = 30'000;
constexpr std::size_t piece_size = std::size_t{256} * 1024;

std::string random_instance() {
    std::random_device random;
    return fmt::format("{:08x}{:08x}{:08x}", random(), random(), random());
}

}  // namespace

sdk::AdapterType source_type() {
    return sdk::type<FileSource>("file-source", CROSSDOCK_INTERFACE_SOURCE,
                                 "Takes files out of a folder, each once it is complete and by one host only.",
                                 source_properties());
}

FileSource::FileSource(const crossdock_host* host) : FileSource(host, sdk::system_files()) {}

FileSource::FileSource(const crossdock_host* host, sdk::Files& files) : AdapterOf(host), files_(&files) {}

void FileSource::init() {
    settings_ = read_source_settings(host());
    look_for_folder();
    candidates_ = std::make_unique<Candidates>(*files_, settings_.folder, settings_.rules);
    claims_ = std::make_unique<Claims>(*files_, settings_.folder, random_instance);
    archive_ = std::make_unique<Shelf>(*files_, settings_.archive, settings_.archive_by_date);
    rejected_ = std::make_unique<Shelf>(*files_, settings_.rejected, false);
    piece_.resize(piece_size);
}

void FileSource::look_for_folder() const {
    if (!files_->status(settings_.folder / "."))
        throw sdk::Failure::configuration("file.no-folder",
                                          "the folder to watch is not there: make " + sdk::utf8_text(settings_.folder));
}

void FileSource::start() {
    look_for_folder();
    claims_->open();
    if (settings_.archives) archive_->open();
    rejected_->open();
    scanned_at_ms_.reset();
    take_over_left_behind();
    started_ = true;
}

void FileSource::stop() {
    started_ = false;
    if (reading_ && reading_->has_file()) held_.push_back({reading_->name(), {}, 0});
    reading_.reset();
    for (const Held& held : held_) attempt(held.name, [&] { static_cast<void>(claims_->give_back(held.name)); });
    held_.clear();
}

std::int64_t FileSource::now_ms() const { return host().scheduler().steady_time_ms(host().raw()); }

template <typename Step>
bool FileSource::attempt(const std::string& name, Step&& step) {
    crossdock_error error = sdk::empty_error();
    const auto status = sdk::guarded(&error, [&] {
        step();
        return CROSSDOCK_OK;
    });
    if (status == CROSSDOCK_OK) return true;
    host().log(CROSSDOCK_LOG_ERROR, fmt::format("{}: {}", printable_name(name), error.text));
    return false;
}

void FileSource::hold(std::string name, std::int64_t delay_ms) {
    Held held{std::move(name), {}, now_ms() + delay_ms};
    bool there = true;
    attempt(held.name, [&] {
        const auto status = files_->status(claims_->path_of(held.name));
        there = status.has_value();
        if (status) held.status = *status;
    });
    if (there) held_.push_back(std::move(held));
}

void FileSource::take_over_left_behind() {
    take_over_at_ms_ = now_ms() + take_over_again_ms;
    claims_->take_over([this](const std::string& name) {
        hold(name, 0);
        host().log(CROSSDOCK_LOG_INFO, fmt::format("{}: taken over from a host that ended before it was done with it",
                                                   printable_name(name)));
        attempt(name, [&] { remove_marker(name); });
    });
}

void FileSource::remove_marker(const std::string& name) {
    const std::string& marker = settings_.rules.done_marker;
    if (marker.empty() || files_->status(settings_.folder / sdk::utf8_path(name))) return;
    files_->remove(settings_.folder / sdk::utf8_path(name + marker));
}

void FileSource::scan_if_due() {
    const std::int64_t now = now_ms();
    if (now >= take_over_at_ms_) take_over_left_behind();
    if (scanned_at_ms_ && !candidates_->exhausted() && now - *scanned_at_ms_ < scan_again_ms) return;
    candidates_->scan(now);
    scanned_at_ms_ = now;
}

bool FileSource::poll() {
    if (!started_) throw sdk::Failure::permanent("plugin.call-out-of-order", "the adapter is not started");
    const std::int64_t end_ms = now_ms() + poll_budget_ms;
    const auto may_go_on = [&] { return now_ms() < end_ms; };
    scan_if_due();
    for (;;) {
        if (!reading_ || !reading_->has_file()) {
            const Begun begun = begin_next();
            if (begun == Begun::no_file) {
                reading_.reset();
                return false;
            }
            if (begun == Begun::no_credit) return true;
        }
        auto state = Reading::State::changed;
        const bool read = attempt(reading_->name(), [&] { state = reading_->advance(piece_, may_go_on); });
        if (read && state == Reading::State::more) return true;
        if (read && state == Reading::State::complete) {
            finish_reading();
        } else {
            if (read)
                host().log(CROSSDOCK_LOG_PEER,
                           fmt::format("{}: changed while it was read; it is left alone and read anew once it rests",
                                       printable_name(reading_->name())));
            std::string name = reading_->name();
            reading_.reset();
            hold(std::move(name),
                 read ? std::max<std::int64_t>(settings_.rules.stable_for_ms, 1000) : retry_after_failure_ms);
        }
        if (!may_go_on()) return true;
    }
}

FileSource::Begun FileSource::begin_next() {
    for (;;) {
        const std::int64_t now = now_ms();
        const auto due =
            std::find_if(held_.begin(), held_.end(), [&](const Held& held) { return held.not_before_ms <= now; });
        if (due == held_.end() && candidates_->exhausted()) return Begun::no_file;
        if (!reading_) reading_ = std::make_unique<Reading>(host());
        if (!reading_->has_credit()) {
            reading_.reset();
            return Begun::no_credit;
        }
        bool begun = false;
        if (due != held_.end()) {
            Held held = std::move(*due);
            held_.erase(due);
            begun = begin_held(std::move(held));
        } else if (auto found = candidates_->next(now)) {
            begun = begin_found(std::move(*found));
        }
        if (begun) return Begun::yes;
    }
}

bool FileSource::begin_held(Held held) {
    bool begun = false;
    const bool tried = attempt(held.name, [&] {
        const auto status = files_->status(claims_->path_of(held.name));
        if (!status) return;
        if (*status != held.status) {
            hold(held.name, std::max<std::int64_t>(settings_.rules.stable_for_ms, 1000));
            return;
        }
        open_claimed(held.name, *status);
        begun = true;
    });
    if (!tried) {
        held.not_before_ms = now_ms() + retry_after_failure_ms;
        held_.push_back(std::move(held));
    }
    return begun;
}

bool FileSource::begin_found(CompleteFile found) {
    bool claimed = false;
    const bool begun = attempt(found.name, [&] {
        claimed = claims_->take(found.name) == sdk::Renamed::yes;
        if (!claimed) return;
        remove_marker(found.name);
        open_claimed(found.name, found.status);
    });
    if (claimed && !begun) hold(found.name, retry_after_failure_ms);
    return claimed && begun;
}

void FileSource::open_claimed(const std::string& name, const sdk::FileStatus& expected) {
    auto file = files_->open(claims_->path_of(name));
    if (!file) throw sdk::Failure::needs_person("file.gone", "it was taken away by somebody else after it was claimed");
    reading_->begin(name, std::move(file), expected);
}

void FileSource::finish_reading() {
    const std::unique_ptr<Reading> read = std::move(reading_);
    const std::uint64_t message = read->message().id();
    in_flight_.emplace(message, InFlight{read->name(), read->expected()});
    const bool committed = attempt(read->name(), [&] {
        sdk::Commit commit;
        commit.dedupe_key = read->dedupe_key();
        commit.origin = printable_name(read->name());
        commit.headers = {{"file-name", commit.origin}};
        commit.partner = settings_.partner;
        commit.content_type = settings_.content_type;
        read->message().commit(commit);
    });
    if (committed) return;
    in_flight_.erase(message);
    hold(read->name(), retry_after_failure_ms);
}

void FileSource::committed(std::uint64_t message, const crossdock_receipt& receipt) {
    auto found = in_flight_.extract(message);
    if (found.empty()) return;
    const InFlight& file = found.mapped();
    const auto error_class = receipt.error != nullptr ? receipt.error->error_class : CROSSDOCK_ERROR_NONE;
    if (receipt.verdict == CROSSDOCK_REFUSED &&
        (error_class == CROSSDOCK_ERROR_RETRY || error_class == CROSSDOCK_ERROR_RETRY_AFTER)) {
        host().log(CROSSDOCK_LOG_WARNING,
                   fmt::format("{}: not taken now: {}", printable_name(file.name), receipt.error->text));
        hold(file.name, std::max<std::int64_t>(receipt.error->retry_after_ms, 1000));
        return;
    }
    const bool done = attempt(file.name, [&] {
        if (receipt.verdict == CROSSDOCK_REFUSED)
            reject(file, receipt);
        else
            shelve(file, receipt);
    });
    if (!done) hold(file.name, retry_after_failure_ms);
}

void FileSource::shelve(const InFlight& file, const crossdock_receipt& receipt) {
    const auto path = claims_->path_of(file.name);
    if (receipt.verdict == CROSSDOCK_ALREADY_KNOWN)
        host().log(CROSSDOCK_LOG_INFO, fmt::format("{}: recognised, the same file came before as {}",
                                                   printable_name(file.name), sdk::text(receipt.id)));
    if (const auto status = files_->status(path); status && *status != file.status)
        host().log(CROSSDOCK_LOG_PEER, fmt::format("{}: changed after it was taken in as {}: what was added is only in "
                                                   "the file that is kept",
                                                   printable_name(file.name), sdk::text(receipt.id)));
    else if (!settings_.archives) {
        files_->remove(path);
        return;
    }
    if (!settings_.archives) archive_->open();
    archive_->put(path, file.name, sdk::text(receipt.id), host().scheduler().wall_time_ms(host().raw()));
}

void FileSource::reject(const InFlight& file, const crossdock_receipt& receipt) {
    const std::int64_t time_ms = host().scheduler().wall_time_ms(host().raw());
    const std::string id = receipt.id.size > 0 ? std::string(sdk::text(receipt.id)) : fmt::format("{}", time_ms);
    const std::string reason = receipt.error != nullptr
                                   ? fmt::format("{}: {}\n", receipt.error->code, receipt.error->text)
                                   : std::string("the host refused it and did not say why\n");
    const auto kept = rejected_->put(claims_->path_of(file.name), file.name, id, time_ms);
    rejected_->annotate(kept, reason);
    host().log(CROSSDOCK_LOG_WARNING, fmt::format("{}: refused, kept as {}: {}", printable_name(file.name),
                                                  sdk::utf8_text(kept), reason.substr(0, reason.size() - 1)));
}

}  // namespace crossdock::file
