# The table: one line for each case and measure, the median of each target's rounds, and what the targets but the first
# are in units of the first. Input: round, target, case, measure, value, by tabs. labels: the targets, in order.
BEGIN { FS = "\t"; targets = split(labels, label, " ") }

{
    row = $3 "\t" $4
    if (!(row in known)) { known[row] = 1; rows[++count] = row }
    values[row, $2] = values[row, $2] " " $5
}

function median(text,    n, v, i, j, t) {
    n = split(text, v, " ")
    for (i = 2; i <= n; i++) {
        t = v[i] + 0
        for (j = i - 1; j >= 1 && v[j] + 0 > t; j--) v[j + 1] = v[j]
        v[j + 1] = t
    }
    return n % 2 ? v[(n + 1) / 2] + 0 : (v[n / 2] + v[n / 2 + 1]) / 2
}

function shown(x) { return x >= 1000 ? sprintf("%d", x) : x >= 10 ? sprintf("%.1f", x) : sprintf("%.3f", x) }

END {
    printf "%-28s %-15s", "case", "measure"
    for (i = 1; i <= targets; i++) printf " %12s", label[i]
    for (i = 2; i <= targets; i++) printf " %20s", label[i] "/" label[1]
    print ""
    for (r = 1; r <= count; r++) {
        split(rows[r], part, "\t")
        printf "%-28s %-15s", part[1], part[2]
        for (i = 1; i <= targets; i++) {
            has[i] = (rows[r], label[i]) in values
            m[i] = has[i] ? median(values[rows[r], label[i]]) : 0
            printf " %12s", has[i] ? shown(m[i]) : "-"
        }
        for (i = 2; i <= targets; i++) {
            comparable = has[1] && has[i] && (m[1] > 0)
            printf " %20s", comparable ? sprintf("%.2f", m[i] / m[1]) : "-"
        }
        print ""
    }
}
