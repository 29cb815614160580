// What lies in the watched folder, and which of it is complete.
#pragma once

#include <crossdock/cpp/files.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace crossdock::file {

struct CandidateRules {
    std::vector<std::string> patterns;  // a name must match one
    std::vector<std::string> ignored;   // and none of these
    std::string done_marker;            // suffix of the empty file that says "complete"; empty: by stability
    std::int64_t stable_for_ms = 0;
};

struct CompleteFile {
    std::string name;
    sdk::FileStatus status;
};

// A file is complete when size and time of change stayed the same for `stable_for_ms`, or when its marker is there.
// A scan lists the folder and looks at new names only; a known name is looked at again when its time has come. Names
// that begin with a dot are never taken. Times are the host's steady ones. One thread.
class Candidates {
public:
    Candidates(sdk::Files& files, std::filesystem::path folder, CandidateRules rules);

    void scan(std::int64_t now_ms);
    // Takes the oldest complete file out of those that the last scan found; empty when there is none left.
    std::optional<CompleteFile> next(std::int64_t now_ms);
    [[nodiscard]] bool exhausted() const noexcept { return complete_.empty(); }

private:
    struct Seen {
        sdk::FileStatus status;
        std::int64_t since_ms = 0;
        std::uint64_t scan = 0;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };

    [[nodiscard]] bool wanted(std::string_view name) const noexcept;
    void look_at(std::string_view name, std::int64_t now_ms);

    sdk::Files* files_;
    std::filesystem::path folder_;
    CandidateRules rules_;
    std::unordered_map<std::string, Seen, TextHash, std::equal_to<>> seen_;
    std::unordered_set<std::string, TextHash, std::equal_to<>> marked_;
    std::deque<std::string> complete_;
    std::uint64_t scan_ = 0;
};

}  // namespace crossdock::file
