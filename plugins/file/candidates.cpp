#include "plugins/file/candidates.hpp"

#include <algorithm>
#include <tuple>

#include "plugins/file/name_pattern.hpp"

namespace crossdock::file {

Candidates::Candidates(sdk::Files& files, std::filesystem::path folder, CandidateRules rules)
    : files_(&files), folder_(std::move(folder)), rules_(std::move(rules)) {}

bool Candidates::wanted(std::string_view name) const noexcept {
    if (name.starts_with('.')) return false;
    if (!rules_.done_marker.empty() && name.ends_with(rules_.done_marker)) return false;
    return matches_any(rules_.patterns, name) && !matches_any(rules_.ignored, name);
}

void Candidates::look_at(std::string_view name, std::int64_t now_ms) {
    if (const auto known = seen_.find(name); known != seen_.end()) {
        known->second.scan = scan_;
        return;
    }
    if (!wanted(name)) return;
    const auto status = files_->status(folder_ / sdk::utf8_path(name));
    if (status) seen_.emplace(name, Seen{*status, now_ms, scan_});
}

void Candidates::scan(std::int64_t now_ms) {
    ++scan_;
    marked_.clear();
    files_->list(folder_, [&](std::string_view name) {
        if (!rules_.done_marker.empty() && name.size() > rules_.done_marker.size() &&
            name.ends_with(rules_.done_marker))
            marked_.emplace(name.substr(0, name.size() - rules_.done_marker.size()));
        look_at(name, now_ms);
    });
    std::erase_if(seen_, [&](const auto& item) { return item.second.scan != scan_; });

    std::vector<const std::pair<const std::string, Seen>*> complete;
    for (const auto& item : seen_) {
        if (!item.second.status.regular) continue;
        const bool ready = rules_.done_marker.empty() ? now_ms - item.second.since_ms >= rules_.stable_for_ms
                                                      : marked_.contains(item.first);
        if (ready) complete.push_back(&item);
    }
    std::sort(complete.begin(), complete.end(), [](const auto* one, const auto* other) {
        return std::tie(one->second.status.modified_ns, one->first) <
               std::tie(other->second.status.modified_ns, other->first);
    });
    complete_.clear();
    for (const auto* item : complete) complete_.push_back(item->first);
}

std::optional<CompleteFile> Candidates::next(std::int64_t now_ms) {
    while (!complete_.empty()) {
        std::string name = std::move(complete_.front());
        complete_.pop_front();
        const auto known = seen_.find(name);
        if (known == seen_.end()) continue;
        const auto status = files_->status(folder_ / sdk::utf8_path(name));
        if (!status || !status->regular) {
            seen_.erase(known);
            continue;
        }
        if (rules_.done_marker.empty() && *status != known->second.status) {
            known->second.status = *status;
            known->second.since_ms = now_ms;
            continue;
        }
        seen_.erase(known);
        return CompleteFile{std::move(name), *status};
    }
    return {};
}

}  // namespace crossdock::file
