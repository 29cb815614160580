// Ways to keep the rows, each durable when a commit returns.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "host/journal/types.hpp"

namespace crossdock::bench {

class Contender {
public:
    virtual ~Contender() = default;
    // Durable when it returns.
    virtual void commit(std::vector<journal::Unit> units) = 0;
    // Ends all work that was put off.
    virtual void finish() = 0;
};

struct ContenderName {
    const char* name;
    std::function<std::unique_ptr<Contender>(const std::filesystem::path& folder)> make;
};

std::vector<ContenderName> contenders();

}  // namespace crossdock::bench
