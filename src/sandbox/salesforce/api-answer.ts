/** What the API answers: text goes out as it is, an absent body as no content, anything else as JSON. */
export type ApiAnswer = { status: number; body?: unknown; headers?: Record<string, string> };

/** One refusal as the REST API lists it. */
export type ApiError = { message: string; errorCode: string; fields?: string[] };

/** A refusal on its way out of the handlers: carries status and error as Salesforce sends them. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly error: ApiError;

  constructor(status: number, error: ApiError) {
    super(error.message);
    this.status = status;
    this.error = error;
  }

  /** The answer to a request: errors come in a list. */
  get answer(): ApiAnswer {
    return { status: this.status, body: [this.error] };
  }
}

/** 400 with a code of Salesforce. */
export const refuse = (errorCode: string, message: string, fields?: string[]): ApiRefusal =>
  new ApiRefusal(400, { message, errorCode, ...(fields === undefined ? {} : { fields }) });

/** 404 for an address or a record that is not there. */
export const notFound = (message = 'The requested resource does not exist'): ApiRefusal =>
  new ApiRefusal(404, { errorCode: 'NOT_FOUND', message });

/** 404 for a record in the recycle bin. */
export const entityIsDeleted = (): ApiRefusal =>
  new ApiRefusal(404, { errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] });

/** 400 for a field that the object does not have, or that the user may not see. */
export const noSuchColumn = (name: string, objectName: string): ApiRefusal =>
  refuse('INVALID_FIELD', `No such column '${name}' on sobject of type ${objectName}`);

/** A failed record as collections list it. */
export type SaveError = { statusCode: string; message: string; fields: string[] };

export const toSaveError = ({ error }: ApiRefusal): SaveError => ({
  statusCode: error.errorCode,
  message: error.message,
  fields: error.fields ?? [],
});
