-- Rule RF5: whether the friend stands above the referrer: who referred the referrer, who referred those, and so on, under every membership
-- of the same guest. A union keeps each member once, so a circle ends.
WITH RECURSIVE above AS (
    SELECT id, guest_id FROM loyalty_member WHERE id = %(referrer)s
    UNION
    SELECT up.id, up.guest_id
    FROM above
    JOIN loyalty_member AS same ON same.id = above.id OR same.guest_id = above.guest_id
    JOIN loyalty_referral AS one ON one.friend_id = same.id AND one.state <> 'refused'
    JOIN loyalty_member AS up ON up.id = one.referrer_id
)
SELECT EXISTS (SELECT FROM above WHERE id = %(friend)s OR guest_id = ANY (%(homes)s))
