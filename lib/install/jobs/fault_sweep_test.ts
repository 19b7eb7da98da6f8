import { sweepFaults } from "../testing/fault_sweep.ts";
import { jobScenarios } from "../testing/scenarios.ts";

sweepFaults(await jobScenarios());
