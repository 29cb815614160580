#include "plugins/file/group_writer.hpp"

#include <fmt/format.h>

#include <optional>
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

}  // namespace

void publish(sdk::Files& files, const std::filesystem::path& folder, const WrittenFile& written,
             OnExisting on_existing) {
    const auto target = folder / sdk::utf8_path(written.name);
    if (on_existing == OnExisting::replace) {
        files.replace(written.temporary, target);
        return;
    }
    switch (files.rename(written.temporary, target)) {
        case sdk::Renamed::yes: return;
        case sdk::Renamed::source_missing:
            throw sdk::Failure::retry(
                "file.gone", "somebody took away " + sdk::utf8_text(written.temporary) + " before it had its name");
        case sdk::Renamed::target_exists: break;
    }
    const bool same = same_bytes(files, written.temporary, target);
    files.remove(written.temporary);
    if (!same)
        throw sdk::Failure::needs_person(
            "file.name-taken",
            fmt::format(
                "{} is there already with other content and is not replaced: put {{key}} into the name, or take "
                "the file away",
                sdk::utf8_text(target)));
}

void discard(sdk::Files& files, WrittenFile& written) noexcept {
    written.file.reset();
    static_cast<void>(sdk::guarded(nullptr, [&] {
        files.remove(written.temporary);
        return CROSSDOCK_OK;
    }));
}

GroupWriter::GroupWriter(const sdk::Host& host, sdk::Files& files, std::filesystem::path folder, OnExisting on_existing)
    : host_(&host), files_(&files), folder_(std::move(folder)), on_existing_(on_existing), thread_([this] { run(); }) {}

GroupWriter::~GroupWriter() { stop(); }

void GroupWriter::add(WrittenFile written) {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
        discard(*files_, written);
        throw sdk::Failure::retry("file.stopping", "the adapter stops");
    }
    waiting_.push_back(std::move(written));
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
    std::vector<WrittenFile> group;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            group.swap(waiting_);
        }
        write_group(group);
        group.clear();
    }
}

void GroupWriter::write_group(std::vector<WrittenFile>& group) {
    std::vector<crossdock_error> errors(group.size(), sdk::empty_error());
    crossdock_error sync_error = sdk::empty_error();
    std::vector<sdk::WritableFile*> open;
    open.reserve(group.size());
    for (const WrittenFile& written : group) open.push_back(written.file.get());
    auto synced = sdk::guarded(&sync_error, [&] {
        files_->sync(open);
        return CROSSDOCK_OK;
    });
    std::vector<bool> named(group.size());
    for (std::size_t index = 0; index < group.size() && synced == CROSSDOCK_OK; ++index) {
        group[index].file.reset();
        named[index] = sdk::guarded(&errors[index], [&] {
                           publish(*files_, folder_, group[index], on_existing_);
                           return CROSSDOCK_OK;
                       }) == CROSSDOCK_OK;
    }
    if (synced == CROSSDOCK_OK)
        synced = sdk::guarded(&sync_error, [&] {
            files_->sync_folder(folder_);
            return CROSSDOCK_OK;
        });
    for (std::size_t index = 0; index < group.size(); ++index) {
        WrittenFile& written = group[index];
        if (!named[index]) discard(*files_, written);
        if (synced != CROSSDOCK_OK)
            host_->fail(written.operation, sdk::Failure::from(sync_error));
        else if (!named[index])
            host_->fail(written.operation, sdk::Failure::from(errors[index]));
        else
            host_->succeed(written.operation, written.name);
    }
}

}  // namespace crossdock::file
