// Payloads for the checks of formats, right and wrong.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "options.hpp"

namespace crossdock::sdk::validator {

struct Sample {
    std::string name;
    std::string content_type;
    std::string bytes;
};

// Invented documents of the usual formats, and the files given with --sample.
std::vector<Sample> samples(const Options& options);

// The sample cut at many places, with bytes changed, doubled and left out, and noise: the same ones every time.
std::vector<std::string> hostile_variants(const Sample& sample);

}  // namespace crossdock::sdk::validator
