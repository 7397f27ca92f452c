"""An agenda of about 120 words, as people write them."""

AGENDA = """Hello all,

here is the plan for our monthly round. Please have your numbers ready; the sheet is in the usual folder.

1. Finance: read out the closing figures for October and the three open invoices (Jean-Luc, 10 min)
2. Support: tickets by region, response times, what was closed since last month (Ana, 10 min)
3. Platform: dates of the two maintenance windows, already agreed with operations (Taro, 5 min)
4. Design: link to the finished icon set, for information only (Zoë, 5 min)
5. Hiring: the list of signed contracts and start dates (Priya, 5 min)
6. Everyone: holidays in December, please enter yours in the calendar beforehand
7. Any other business

If you cannot attend, send me your lines by noon and I will read them for you.

Best regards
Maren
"""
