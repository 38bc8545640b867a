//! What happens to the shop by itself: restarts, crashes, and staff who change the sale.

use crate::plan::Fault;
use crate::transactions::Owner;
use crate::work::{Edit, Work};
use crate::world::{Micros, SECOND, World};

impl World {
    /// What goes wrong by itself, and what staff do.
    pub(crate) fn plan_disasters(&mut self) {
        self.disaster(2 * SECOND);
        self.after(self.plan.faults_end, |world| world.edit(Edit::Pause(false)));
    }

    fn disaster(&mut self, pause: Micros) {
        self.after(pause, |world| {
            if world.fault(Fault::DatabaseRestart) {
                let pause = world.random.between(SECOND / 10, 5 * SECOND);
                world.restart_database(pause);
            }
            if world.fault(Fault::CrashElsewhere) {
                let replica = world.random.below(u64::try_from(world.replicas.len()).unwrap());
                world.crash(usize::try_from(replica).unwrap());
            }
            if world.fault(Fault::StaffEdits) {
                let edit = world.some_edit();
                world.edit(edit);
            }
            if world.fault(Fault::StaffCancels) {
                world.edit(Edit::Cancel);
            }
            if world.is_faulty() {
                let pause = world.random.between(SECOND / 2, 3 * SECOND);
                world.disaster(pause);
            }
        });
    }

    fn some_edit(&mut self) -> Edit {
        match self.random.below(4) {
            0 => Edit::Pause(true),
            1 => Edit::Pause(false),
            2 => Edit::Allocate(u32::try_from(self.random.below(40)).unwrap()),
            _ => Edit::Limit(u32::try_from(self.random.between(1, 5)).unwrap()),
        }
    }

    fn edit(&mut self, edit: Edit) {
        self.begin(Owner::Staff, Work::Edit(edit), |world, result| {
            if result.is_ok() {
                world.database.outbox = true;
            }
        });
    }
}
