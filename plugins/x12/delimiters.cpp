// Guesses the delimiters of a transaction.
#include "plugins/x12/delimiters.hpp"

namespace crossdock::x12 {

Delimiters guess_delimiters(std::string_view transaction) {
    Delimiters delimiters;
    while (!transaction.empty() && (transaction.back() == '\n' || transaction.back() == '\r') &&
           transaction.size() > 1 && can_delimit(transaction[transaction.size() - 2]))
        transaction.remove_suffix(1);
    // After ST, or after TA1.
    for (const std::size_t tag_size : {2u, 3u})
        if (transaction.size() > tag_size && can_delimit(transaction[tag_size])) {
            delimiters.element = transaction[tag_size];
            break;
        }
    if (!transaction.empty() && can_delimit(transaction.back())) delimiters.segment = transaction.back();
    if (delimiters.component == delimiters.element || delimiters.component == delimiters.segment)
        delimiters.component = '>';
    return delimiters;
}

}  // namespace crossdock::x12
