// What each stage of intake costs at least: its work done once more in the bench's own process, warm, on one thread and
// with nothing around it. Named as the host's threads are; CPU microseconds an order.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace crossdock::bench {

struct FloorInput {
    std::filesystem::path folder;  // on the disk that is measured; files are made and removed there
    std::uint32_t orders_an_interchange = 100;
    std::uint64_t journal_bytes_an_order = 0;
    std::uint64_t erp_bytes_an_order = 0;
};

// `edi-in`: read, digest, move. `x12`: decode and build the tree. `intake`: map, check, canonical text, digest.
// `flows`: map to the ERP's order. `xml`: copy the ERP's bytes. `journal`: append and sync the same bytes.
// `erp`: write, sync, rename.
std::map<std::string, double> intake_floors_us(const FloorInput& input);

}  // namespace crossdock::bench
