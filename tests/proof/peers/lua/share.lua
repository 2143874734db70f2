-- Who gets which impression: rather another campaign each, and of all ways to
-- do so that which is worth most.

local DISTINCT = 2 ^ 48
local WORTH_MAX = 2 ^ 40
local ROWS = 8

local campaigns, adgroups = {}, {}      -- how often each is in the answer


local function take(imp, o)
    imp.nwon = imp.nwon + 1
    imp.won[imp.nwon] = o
    campaigns[o.campaign] = (campaigns[o.campaign] or 0) + 1
    adgroups[o.g] = (adgroups[o.g] or 0) + 1
end


local function elsewhere(imp, o)
    local n = campaigns[o.campaign] or 0

    for i = 1, n > 0 and imp.nwon or 0 do
        if imp.won[i].campaign == o.campaign then
            n = n - 1
        end
    end

    return n
end


local function repeats(imp, o)
    local n = elsewhere(imp, o)

    if n == 0 then
        return 0
    end

    n = n + (adgroups[o.g] or 0)

    for i = 1, imp.nwon do
        if imp.won[i].g == o.g then
            n = n - 1
        end
    end

    return n
end


local function has_place(imp, deal)
    for i = 1, imp.nwon do
        if imp.won[i].deal == deal then
            return false
        end
    end

    local pmp = imp.imp.pmp

    return deal ~= nil or not pmp or (pmp.private_auction or 0) <= 0
end


-- of those for a deal, or for none, one that is in the answer least

local function take_one(imp, deal)
    local best, least

    for i = 1, imp.n do
        local o = imp.list[i]

        if o.good and o.deal == deal then
            local n = repeats(imp, o)
            if not best or n < least then
                best, least = o, n
            end
            if n == 0 then
                break
            end
        end
    end

    if best then
        take(imp, best)
    end
end


local function take_deals(imp)
    for i = 1, imp.n do
        local o = imp.list[i]

        if not o.deal then
            return
        end

        if o.good and has_place(imp, o.deal) then
            take_one(imp, o.deal)
        end
    end
end


local function open_from(imp, i)
    while i <= imp.n and (imp.list[i].deal or not imp.list[i].good) do
        i = i + 1
    end

    return i
end


local function is_clear(open, n)
    for i = 1, n do
        local campaign = open[i].list[open_from(open[i], 1)].campaign
        for k = 1, i - 1 do
            if open[k].list[open_from(open[k], 1)].campaign == campaign then
                return false
            end
        end
    end

    return true
end


-- a row of what each campaign's best offer here is worth

local function fill_row(m, imp, row, most)
    local n, i = 0, open_from(imp, 1)
    m.worth[row], m.offer[row] = {}, {}

    while i <= imp.n and n < most do
        local o = imp.list[i]
        local column = m.column[o.campaign]

        if not (column and m.worth[row][column])
           and elsewhere(imp, o) == 0
        then
            if not column then
                m.ncolumns = m.ncolumns + 1
                column = m.ncolumns
                m.column[o.campaign] = column
            end

            m.worth[row][column] = DISTINCT + math.min(o.value, WORTH_MAX)
            m.offer[row][column] = o
            n = n + 1
        end

        i = open_from(imp, i + 1)
    end
end


-- rows to columns by shortest augmenting paths; those behind are nobody

local function augment(m, p, row, columns)
    local least, seen, from, at = {}, {}, {}, 0
    p.row[0] = row

    repeat
        local r, delta, nearest = p.row[at], math.huge, 0
        seen[at] = true

        for j = 1, columns do
            if not seen[j] then
                local cost = -(m.worth[r][j] or 0) - p.u[r] - (p.v[j] or 0)

                if cost < (least[j] or math.huge) then
                    least[j], from[j] = cost, at
                end

                if least[j] < delta then
                    delta, nearest = least[j], j
                end
            end
        end

        for j = 0, columns do
            if seen[j] then
                p.u[p.row[j]] = p.u[p.row[j]] + delta
                p.v[j] = (p.v[j] or 0) - delta
            elseif least[j] then
                least[j] = least[j] - delta
            end
        end

        at = nearest
    until not p.row[at]

    while at ~= 0 do
        p.row[at] = p.row[from[at]]
        at = from[at]
    end
end


local function assign(open, n)
    local m = { worth = {}, offer = {}, column = {}, ncolumns = 0 }
    local p = { u = {}, v = {}, row = {} }

    for i = 1, n do
        fill_row(m, open[i], i, n)
        p.u[i] = 0
    end

    for i = 1, n do
        augment(m, p, i, m.ncolumns + n)
    end

    local chosen = {}

    for j = 1, m.ncolumns do
        local i = p.row[j]
        if i and m.worth[i][j] then
            chosen[i] = m.offer[i][j]
        end
    end

    for i = 1, n do
        if chosen[i] then
            take(open[i], chosen[i])
        end
    end
end


local open, won = {}, {}


local function take_open(imps, nimps)
    local n = 0

    for i = 1, nimps do
        local imp = imps[i]
        if has_place(imp, nil) and open_from(imp, 1) <= imp.n then
            n = n + 1
            open[n] = imp
        end
    end

    if n > 1 and n <= ROWS and not is_clear(open, n) then
        assign(open, n)
    end

    for i = 1, n do
        if has_place(open[i], nil) then
            take_one(open[i], nil)
        end
    end
end


-- all offers that are bid, and how many

local function share(imps, nimps)
    for i = 1, nimps do
        take_deals(imps[i])
    end

    take_open(imps, nimps)

    local n = 0

    for i = 1, nimps do
        local imp = imps[i]
        for k = 1, imp.nwon do
            local o = imp.won[k]
            n = n + 1
            won[n] = o
            campaigns[o.campaign], adgroups[o.g] = nil, nil
        end
    end

    return won, n
end


return share
