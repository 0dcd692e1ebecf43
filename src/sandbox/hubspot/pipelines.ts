/** A stage of a deal pipeline; metadata values are strings in HubSpot, also `isClosed` and `probability`. */
export type PipelineStage = {
  id: string;
  label: string;
  displayOrder: number;
  metadata: Record<string, string>;
  archived: boolean;
  createdAt: string;
  updatedAt: string;
  writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT';
};

export type Pipeline = {
  id: string;
  label: string;
  displayOrder: number;
  archived: boolean;
  createdAt: string;
  updatedAt: string;
  stages: PipelineStage[];
};

/** A stage in the words of a seed: probability 0 to 1; closed when it is 0 or 1. */
export type StageSeed = { id: string; label: string; probability: number };

const SINCE = '2020-01-01T00:00:00.000Z';

/** A deal pipeline with the metadata that HubSpot derives from each stage's probability. */
export const makePipeline = (id: string, label: string, stages: StageSeed[]): Pipeline => ({
  id,
  label,
  displayOrder: 0,
  archived: false,
  createdAt: SINCE,
  updatedAt: SINCE,
  stages: stages.map((stage, displayOrder) => ({
    id: stage.id,
    label: stage.label,
    displayOrder,
    metadata: { isClosed: String(isClosing(stage.probability)), probability: stage.probability.toFixed(1) },
    archived: false,
    createdAt: SINCE,
    updatedAt: SINCE,
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT' as const,
  })),
});

const isClosing = (probability: number): boolean => probability === 0 || probability === 1;

/** The stage with this id in any of the pipelines. */
export const findStage = (pipelines: Pipeline[], stageId: string | null | undefined): PipelineStage | undefined =>
  pipelines.flatMap((pipeline) => pipeline.stages).find((stage) => stage.id === stageId);

/** True when deals of this stage are won or lost. */
export const isClosedStage = (stage: PipelineStage): boolean => stage.metadata['isClosed'] === 'true';

/** True when deals of this stage are won. */
export const isWonStage = (stage: PipelineStage): boolean =>
  isClosedStage(stage) && Number(stage.metadata['probability']) === 1;
