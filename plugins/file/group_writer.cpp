#include "plugins/file/group_writer.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace crossdock::file {

namespace {

bool same_bytes(sdk::Files& files, const std::filesystem::path& one, const std::filesystem::path& other) {
    const auto first = files.open(one);
    const auto second = files.open(other);
    if (!first || !second || first->status().size != second->status().size) return false;
    std::vector<char> here(std::size_t{64} * 1024);
    std::vector<char> there(here.size());
    for (;;) {
        const std::size_t size = first->read(here);
        if (size == 0) return true;
        std::size_t got = 0;
        while (got < size) {
            const std::size_t more = second->read({there.data() + got, size - got});
            if (more == 0) return false;
            got += more;
        }
        if (std::string_view(here.data(), size) != std::string_view(there.data(), size)) return false;
    }
}

// What became of each file of a group, and of the group.
class Outcomes {
public:
    explicit Outcomes(std::size_t count) : errors_(count, sdk::empty_error()), failed_(count) {}
    template <typename Step>
    void step(std::size_t index, Step step) {
        if (failed(index)) return;
        failed_[index] = sdk::guarded(&errors_[index], done(step)) != CROSSDOCK_OK;
    }
    template <typename Step>
    void step_of_all(Step step) {
        if (!all_failed_) all_failed_ = sdk::guarded(&error_of_all_, done(step)) != CROSSDOCK_OK;
    }
    [[nodiscard]] bool failed(std::size_t index) const { return all_failed_ || failed_[index]; }
    [[nodiscard]] const crossdock_error& error(std::size_t index) const {
        return failed_[index] ? errors_[index] : error_of_all_;
    }

private:
    template <typename Step>
    static auto done(Step& step) {
        return [&step] {
            step();
            return CROSSDOCK_OK;
        };
    }

    std::vector<crossdock_error> errors_;
    std::vector<bool> failed_;
    crossdock_error error_of_all_ = sdk::empty_error();
    bool all_failed_ = false;
};

}  // namespace

GroupWriter::GroupWriter(const sdk::Host& host, sdk::Files& files, Settings settings)
    : host_(&host), files_(&files), settings_(std::move(settings)), thread_([this] { run(); }) {}

GroupWriter::~GroupWriter() { stop(); }

void GroupWriter::add(FileToWrite file) {
    const std::lock_guard lock(mutex_);
    if (stopping_) throw sdk::Failure::retry("file.stopping", "the adapter stops");
    waiting_.push_back(std::move(file));
    changed_.notify_one();
}

void GroupWriter::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void GroupWriter::run() {
    std::vector<FileToWrite> group;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            take_group(group);
        }
        write_group(group);
        group.clear();
    }
}

// An earlier attempt of a delivery has the same temporary name: that one is finished first.
void GroupWriter::take_group(std::vector<FileToWrite>& group) {
    std::set<std::filesystem::path::string_type> names;
    std::vector<FileToWrite> later;
    for (FileToWrite& file : waiting_) {
        const bool first = names.insert(file.temporary.native()).second;
        (first ? group : later).push_back(std::move(file));
    }
    waiting_.swap(later);
}

void GroupWriter::write_group(std::vector<FileToWrite>& group) {
    Outcomes outcomes(group.size());
    std::vector<sdk::WritableFile*> open;
    for (std::size_t index = 0; index < group.size(); ++index)
        outcomes.step(index, [&, &each = group[index]] {
            each.file = files_->create(each.temporary);
            each.file->write(each.payload);
            open.push_back(each.file.get());
        });
    if (settings_.syncs && !open.empty()) outcomes.step_of_all([&] { files_->sync(open); });
    bool named = false;
    for (std::size_t index = 0; index < group.size(); ++index)
        outcomes.step(index, [&] {
            group[index].file.reset();
            publish(group[index]);
            named = true;
        });
    if (settings_.syncs && named) outcomes.step_of_all([&] { files_->sync_folder(settings_.folder); });
    for (std::size_t index = 0; index < group.size(); ++index) {
        if (!outcomes.failed(index)) {
            host_->succeed(group[index].operation, group[index].name);
            continue;
        }
        discard(group[index]);
        host_->fail(group[index].operation, sdk::Failure::from(outcomes.error(index)));
    }
}

// Durable after the folder's next sync.
void GroupWriter::publish(const FileToWrite& written) {
    const auto target = settings_.folder / sdk::utf8_path(written.name);
    if (settings_.on_existing == OnExisting::replace) {
        files_->replace(written.temporary, target);
        return;
    }
    switch (files_->rename(written.temporary, target)) {
        case sdk::Renamed::yes: return;
        case sdk::Renamed::source_missing:
            throw sdk::Failure::retry(
                "file.gone", "somebody took away " + sdk::utf8_text(written.temporary) + " before it had its name");
        case sdk::Renamed::target_exists: break;
    }
    if (!same_bytes(*files_, written.temporary, target))
        throw sdk::Failure::needs_person(
            "file.name-taken",
            fmt::format(
                "{} is there already with other content and is not replaced: put {{key}} into the name, or take "
                "the file away",
                sdk::utf8_text(target)));
    files_->remove(written.temporary);
}

// Closes the file and removes what is left under its temporary name, as far as that can be done.
void GroupWriter::discard(FileToWrite& written) noexcept {
    written.file.reset();
    static_cast<void>(sdk::guarded(nullptr, [&] {
        files_->remove(written.temporary);
        return CROSSDOCK_OK;
    }));
}

}  // namespace crossdock::file
