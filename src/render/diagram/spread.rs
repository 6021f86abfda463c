//! Moving things apart along a line, each as little as it takes.

/// Something with an extent that wants to be at a place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Wish {
    /// Where its middle would be, were it alone.
    pub(super) middle: f64,
    pub(super) extent: f64,
    /// How strongly it wants this, above 0.
    pub(super) weight: f64,
}

/// The middles of things in their order, with at least `gap` between one and the next: those with the
/// least sum of weighted squares of what each is moved by (pool adjacent violators).
pub(super) fn spread(wishes: &[Wish], gap: f64) -> Vec<f64> {
    // Where each would stand if the first stood at 0 and nothing lay between them but the gap. What is
    // left of the wishes then needs only to be in ascending order.
    let mut offsets = Vec::with_capacity(wishes.len());
    let mut along = 0.0;
    for (index, wish) in wishes.iter().enumerate() {
        if index > 0 {
            along += wishes[index - 1].extent / 2.0 + gap + wish.extent / 2.0;
        }
        offsets.push(along);
    }
    let mut pools: Vec<Pool> = Vec::with_capacity(wishes.len());
    for (wish, offset) in wishes.iter().zip(&offsets) {
        let mut pool = Pool { place: wish.middle - offset, weight: wish.weight, members: 1 };
        while let Some(before) = pools.pop_if(|before| before.place > pool.place) {
            pool = before.merged(pool);
        }
        pools.push(pool);
    }
    let places = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.place, pool.members));
    places.zip(offsets).map(|(place, offset)| place + offset).collect()
}

/// Neighbours that touch, and so move as one.
#[derive(Clone, Copy, Debug)]
struct Pool {
    place: f64,
    weight: f64,
    members: usize,
}

impl Pool {
    fn merged(self, after: Pool) -> Pool {
        let weight = self.weight + after.weight;
        Pool {
            place: (self.place * self.weight + after.place * after.weight) / weight,
            weight,
            members: self.members + after.members,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(middles: &[f64], expected: &[f64]) {
        let wishes: Vec<Wish> =
            middles.iter().map(|&middle| Wish { middle, extent: 8.0, weight: 1.0 }).collect();
        assert_eq!(spread(&wishes, 2.0), expected);
    }

    #[test]
    fn things_keep_their_place_or_share_the_way() {
        check(&[], &[]);
        check(&[0.0, 50.0], &[0.0, 50.0]);
        check(&[20.0, 20.0], &[15.0, 25.0]);
        check(&[20.0, 21.0, 60.0, 19.0], &[15.0, 25.0, 35.0, 45.0]);
    }
}
