// Batches that an adapter did not survive: which item was it?
#pragma once

#include <fmt/format.h>

#include <span>
#include <vector>

#include "host/plugins/adapter_death.hpp"
#include "host/plugins/hub/lane_connection.hpp"

namespace crossdock::plugins {

// Of an item that was in flight at two deaths.
inline Error killed_twice(const LaneConnection& connection, const Error& death) {
    return Error{death.code, ErrorClass::needs_person,
                 fmt::format("adapter {} did not survive this twice; it is not tried again", connection.adapter())}
        .because_of(death);
}

// Asks for all items at once with `ask`. If the adapter's process dies or hangs over them, asks for each alone: an item
// that is in flight at two deaths is answered by `refuse`, class needs-person, and not tried a third time; its
// neighbours get their answers. A thread cannot be started anew, so there the failure is the whole batch's.
template <typename Answer, typename Item, typename Ask, typename Refuse>
Result<std::vector<Answer>> answer_each(const LaneConnection& connection, std::span<const Item> items, Ask&& ask,
                                        Refuse&& refuse) {
    Result<std::vector<Answer>> together = ask(items);
    if (together.ok() || !connection.restarts() || !killed_the_adapter(together.error())) return together;
    std::vector<Answer> answers;
    for (const Item& item : items) {
        Result<std::vector<Answer>> alone = ask(std::span<const Item>(&item, 1));
        // With one item it was alone the first time, too.
        if (alone.ok()) {
            answers.push_back(std::move(alone->front()));
        } else if (killed_the_adapter(alone.error())) {
            answers.push_back(refuse(killed_twice(connection, alone.error())));
        } else {
            return alone;
        }
    }
    return answers;
}

// Asks with `ask`, and once more if the adapter's process dies or hangs over it: most die of something else. After the
// second death the request is refused, class needs-person.
template <typename Ask>
auto answer_one(const LaneConnection& connection, Ask&& ask) -> decltype(ask()) {
    auto answer = ask();
    if (answer.ok() || !connection.restarts() || !killed_the_adapter(answer.error())) return answer;
    answer = ask();
    if (answer.ok() || !killed_the_adapter(answer.error())) return answer;
    return killed_twice(connection, answer.error());
}

}  // namespace crossdock::plugins
