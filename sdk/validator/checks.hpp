// Every check, in the order they run.
#pragma once

#include <cstdint>
#include <span>

#include "subject.hpp"

namespace crossdock::sdk::validator {

struct Check {
    const char* name;
    std::uint32_t interfaces;  // runs for types with one of these; 0: for every type
    std::uint32_t deadlines;   // how many deadlines it may take
    void (*run)(Subject& subject, Report& report);
    bool needed = false;  // without it later checks make no sense
};

// Of the library as it is loaded.
std::span<const Check> library_checks();
// Of one adapter type, each on its own.
std::span<const Check> declaration_checks();
std::span<const Check> life_checks();
std::span<const Check> source_checks();
std::span<const Check> sink_checks();
std::span<const Check> service_checks();
std::span<const Check> format_checks();
std::span<const Check> resource_checks();
// All of the above that apply to the interfaces, in order.
std::vector<Check> checks_for(std::uint32_t interfaces);

}  // namespace crossdock::sdk::validator
