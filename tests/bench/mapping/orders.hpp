// Orders of eight lines with the documents that the shipped maps make of them, for the benches of mapping.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/mappings/shipped.hpp"

namespace crossdock::mapping {

// The maps that an order from X12 goes through, in that order.
enum class Stage : std::uint8_t { order, erp, response, acknowledgement };
inline constexpr std::size_t stage_count = 4;

// One purchase order in X12 004010, ST to SE, with eight lines.
std::string x12_order(std::size_t number);

// Orders in all the forms that the maps read. Throws when a map or a document of its own does not pass.
class Orders {
public:
    explicit Orders(std::size_t count);

    [[nodiscard]] const Map& map(Stage stage) const { return *maps_[static_cast<std::size_t>(stage)]; }
    // What the stage reads.
    [[nodiscard]] const Document& source(Stage stage, std::size_t number) const;
    [[nodiscard]] std::size_t count() const { return x12_.size(); }
    [[nodiscard]] const MapContext& context() const { return context_; }
    [[nodiscard]] const Names& names() const { return shipped_.names(); }

private:
    std::unique_ptr<Document> mapped(Stage stage, const Document& source);

    Shipped shipped_;
    std::unique_ptr<const Map> maps_[stage_count];
    MapContext context_;
    std::vector<std::unique_ptr<Document>> x12_;
    std::vector<std::unique_ptr<Document>> canonical_;
    std::vector<std::unique_ptr<Document>> responses_;
};

}  // namespace crossdock::mapping
