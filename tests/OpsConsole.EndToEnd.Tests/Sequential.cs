// Each test starts a whole console; two cores carry one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
