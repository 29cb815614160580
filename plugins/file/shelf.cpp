#include "plugins/file/shelf.hpp"

#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "plugins/file/lasting_folder.hpp"

namespace crossdock::file {

namespace {

// `order.x12` and `7f3a` give `order.7f3a.x12`.
std::string with_id(std::string_view name, std::string_view id, int attempt) {
    const std::size_t dot = name.rfind('.');
    const std::size_t stem = dot == std::string_view::npos || dot == 0 ? name.size() : dot;
    const std::string number = attempt == 0 ? "" : fmt::format("-{}", attempt);
    return fmt::format("{}.{}{}{}", name.substr(0, stem), id, number, name.substr(stem));
}

}  // namespace

Shelf::Shelf(sdk::Files& files, std::filesystem::path folder, bool by_date)
    : files_(&files), folder_(std::move(folder)), by_date_(by_date) {}

void Shelf::open() { make_lasting_folder(*files_, folder_); }

std::filesystem::path Shelf::folder_for(std::int64_t time_ms) {
    if (!by_date_) return folder_;
    const auto day = std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time_ms)));
    const std::chrono::year_month_day date(day);
    auto folder = folder_ / fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                                        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    if (folder != made_) {
        make_lasting_folder(*files_, folder);
        made_ = folder;
    }
    return folder;
}

std::filesystem::path Shelf::put(const std::filesystem::path& from, std::string_view name, std::string_view id,
                                 std::int64_t time_ms) {
    const auto folder = folder_for(time_ms);
    const bool near = files_->same_volume(from, folder);
    const auto source = near ? from : copy_here(from, folder, id);
    auto target = folder / sdk::utf8_path(name);
    for (int attempt = 0;; ++attempt) {
        const auto moved = files_->rename(source, target);
        if (moved == sdk::Renamed::yes) break;
        if (moved == sdk::Renamed::source_missing)
            throw sdk::Failure::needs_person("file.gone", sdk::utf8_text(source) + " was taken away by somebody else");
        target = folder / sdk::utf8_path(with_id(name, id, attempt));
    }
    if (!near) {
        files_->sync_folder(folder);
        files_->remove(from);
    }
    return target;
}

std::filesystem::path Shelf::copy_here(const std::filesystem::path& from, const std::filesystem::path& folder,
                                       std::string_view id) {
    auto copy = folder / sdk::utf8_path(fmt::format(".crossdock-{}.tmp", id));
    const auto source = files_->open(from);
    if (!source)
        throw sdk::Failure::needs_person("file.gone", sdk::utf8_text(from) + " was taken away by somebody else");
    const auto target = files_->create(copy);
    std::vector<char> piece(std::size_t{256} * 1024);
    while (const std::size_t size = source->read(piece)) target->write({piece.data(), size});
    sdk::WritableFile* const written = target.get();
    files_->sync({&written, 1});
    return copy;
}

void Shelf::annotate(const std::filesystem::path& file, std::string_view text) {
    auto note = file;
    note += ".reason.txt";
    files_->create(note)->write(text);
}

}  // namespace crossdock::file
