"""Paper: the tasking brief of one page, the packs of a partnership, and the tables that go with them."""
