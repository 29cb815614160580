#include "host/intake/source_keys.hpp"

#include "host/schema/canonical.hpp"

namespace crossdock::intake {

namespace {

// Whoever sends what is wrong must not fill the index with it.
constexpr std::size_t key_bytes_max = 200;
constexpr std::size_t keys_max = 16;

}  // namespace

std::vector<journal::TraceKey> source_keys(const schema::Type* type, const Document& document) {
    std::vector<journal::TraceKey> keys;
    if (type == nullptr) return keys;
    for (const schema::TraceKey& key : schema::trace_keys(*type, document)) {
        if (key.value.size() > key_bytes_max) continue;
        if (keys.size() == keys_max) break;
        keys.push_back({std::string(key.space), std::string(key.value), 0});
    }
    return keys;
}

void add_keys(const std::vector<journal::TraceKey>& keys, journal::EntityId entity, journal::Unit& unit) {
    for (const journal::TraceKey& key : keys) unit.trace_keys.push_back({key.space, key.key, entity});
}

}  // namespace crossdock::intake
