import { sweepFaults } from "../testing/fault_sweep.ts";
import { setupScenarios } from "../testing/scenarios.ts";

sweepFaults(await setupScenarios());
