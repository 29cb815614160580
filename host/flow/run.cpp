#include "host/flow/run.hpp"

namespace crossdock::flow {

std::vector<journal::IdRange> ranges_of(const std::vector<Run*>& runs) {
    std::vector<journal::IdRange> ranges;
    for (const Run* run : runs) {
        if (!ranges.empty() && ranges.back().last + 1 == run->id)
            ranges.back().last = run->id;
        else
            ranges.push_back({run->id, run->id});
    }
    return ranges;
}

RunVariables::RunVariables(const Run& run)
    : message(show_message(run.subject.origin->message)),
      variables{{"partner", run.subject.origin->partner},
                {"channel", run.subject.origin->channel},
                {"agreement", run.subject.origin->agreement},
                {"message", message}} {}

RunInput::RunInput(const Batch& batch, const Run& run) : variables_(run) {
    for (std::size_t index = 0; index < batch.flow->documents.size(); ++index)
        named_.push_back(index < run.named.size() ? run.named[index].get() : nullptr);
    input_.document = run.subject.document.get();
    input_.documents = named_;
    input_.variables = variables_.variables;
    input_.received_at_ms = run.subject.origin->received_at_ms;
}

}  // namespace crossdock::flow
