"""The edges: each adapter fits one outside system to the ports of `bot.domain.ports`, and knows no other adapter."""
