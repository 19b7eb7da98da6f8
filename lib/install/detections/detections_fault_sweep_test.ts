import { sweepFaults } from "../testing/fault_sweep.ts";
import { detectionsScenarios } from "../testing/scenarios.ts";

sweepFaults(await detectionsScenarios());
